/** Ground first; see floors.mjs. */
export declare const floors: readonly (readonly string[])[]
