import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{logAnnotations,neutralizeLog}from"./chunk-OGSU4ATS.js";import"./chunk-5GLA6GPS.js";import"./chunk-CUAKJPA3.js";import"./chunk-YCSY3AKC.js";export{logAnnotations,neutralizeLog};
