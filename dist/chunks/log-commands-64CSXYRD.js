import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{logAnnotations,neutralizeLog}from"./chunk-UCA5X2HH.js";import"./chunk-PZ6P3HWJ.js";import"./chunk-FQIBY22X.js";import"./chunk-YCSY3AKC.js";export{logAnnotations,neutralizeLog};
