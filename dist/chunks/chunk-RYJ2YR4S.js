import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);
import{translate}from"./chunk-73JSN56Z.js";function say(lang,key,values={}){return translate(lang,`publish.${key}`,values)}function sayCount(lang,key,n){return say(lang,`${key}.${n===1?"one":"other"}`,{n})}export{say,sayCount};
