import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{logAnnotations,neutralizeLog}from"./chunk-6OEHX6YS.js";import"./chunk-WSISTFUW.js";import"./chunk-ENLAEQWU.js";import"./chunk-YCSY3AKC.js";export{logAnnotations,neutralizeLog};
