import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{logAnnotations,neutralizeLog}from"./chunk-B4GS3LVF.js";import"./chunk-ZKH4FXHM.js";import"./chunk-UJHTSKFY.js";import"./chunk-YCSY3AKC.js";export{logAnnotations,neutralizeLog};
