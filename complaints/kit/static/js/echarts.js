import{a,b,c,d,e,f}from"./shared-RIJMGEPJ.js";import"./shared-QVMF7S3P.js";export{f as axis,a as calm,b as colour,d as draw,c as series,e as tooltip};
