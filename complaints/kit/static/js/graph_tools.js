import{a,b,c}from"./shared-QWTUHW72.js";import"./shared-3D5AKFV7.js";import"./shared-QVMF7S3P.js";export{c as moving,b as pressed,a as searching};
