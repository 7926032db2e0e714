import{a,b}from"./shared-3D5AKFV7.js";import"./shared-QVMF7S3P.js";export{b as saying,a as word};
