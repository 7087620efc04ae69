/** The emscripten module inside the package `libpg-query`, which is published without types. */
declare module 'libpg-query/wasm/libpg-query.js' {
  /** Exports of the WebAssembly module that the parser is called through. */
  export interface PgQueryModule {
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, pointer: number, maxBytes: number): void;
    UTF8ToString(pointer: number): string;
    getValue(pointer: number, type: 'i32'): number;
    _malloc(sizeBytes: number): number;
    _free(pointer: number): void;
    _wasm_parse_query_raw(sql: number): number;
    _wasm_free_parse_result(result: number): void;
  }

  /** `instantiateWasm` is emscripten's hook for embedders that hold the bytes themselves. */
  export default function createModule(options: {
    instantiateWasm(imports: object, receive: (instance: object) => void): object;
  }): Promise<PgQueryModule>;
}
