import{a}from"./shared-UXAUIO34.js";import"./shared-QVMF7S3P.js";export{a as deliver};
