import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{logAnnotations,neutralizeLog}from"./chunk-XCGU6YD2.js";import"./chunk-YHMQWCVY.js";import"./chunk-CUFKXJLL.js";import"./chunk-YCSY3AKC.js";export{logAnnotations,neutralizeLog};
