import{a,b}from"./shared-XU7IYJJV.js";import"./shared-3D5AKFV7.js";import"./shared-QVMF7S3P.js";export{b as moving,a as searching};
