import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{logAnnotations,neutralizeLog}from"./chunk-M7QNVTKH.js";import"./chunk-QRP62TJT.js";import"./chunk-UZCMI3RD.js";import"./chunk-YCSY3AKC.js";export{logAnnotations,neutralizeLog};
