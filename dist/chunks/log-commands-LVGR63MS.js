import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{logAnnotations,neutralizeLog}from"./chunk-XJFPKP4P.js";import"./chunk-Q3JAX7FZ.js";import"./chunk-NCM5NZTB.js";import"./chunk-HABP4AQM.js";import"./chunk-NBGYPII4.js";import"./chunk-HA7SL6W3.js";import"./chunk-IOA667VA.js";export{logAnnotations,neutralizeLog};
