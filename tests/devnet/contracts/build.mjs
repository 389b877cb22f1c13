// Compiles every contract beside this file. `node build.mjs <node_modules> <folder for the artifacts>`
//
// The same compiler, settings and sources give the same bytes: test_artifacts.py holds the committed
// artifacts to that. One input per contract, since with viaIR code depends on what else is compiled.
import { createRequire } from "node:module";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const [modules, target] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const solc = createRequire(resolve(modules, "index.js"))("solc");

// paris: the TRON virtual machine runs the same bytecode. viaIR and the rest: as the recorded contracts.
const settings = {
  evmVersion: "paris",
  viaIR: true,
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: "none" },
  outputSelection: {
    "*": { "*": ["abi", "evm.bytecode.object", "evm.deployedBytecode.object", "storageLayout"] },
  },
};

const read = (file) => readFileSync(join(here, file), "utf8");

function compile(name) {
  const file = `${name}.sol`;
  const input = { language: "Solidity", sources: { [file]: { content: read(file) } }, settings };
  const output = JSON.parse(
    solc.compile(JSON.stringify(input), { import: (path) => ({ contents: read(path) }) }),
  );
  for (const message of output.errors ?? []) console.error(message.formattedMessage);
  if (output.errors?.length) throw new Error(`${file}: not compiled without a remark`);
  const { abi, evm, storageLayout } = output.contracts[file][name];
  return {
    name,
    compiler: solc.version(),
    abi,
    storageLayout: storageLayout.storage.map(({ label, slot, offset, type }) => ({ label, slot, offset, type })),
    bytecode: `0x${evm.bytecode.object}`,
    runtime: `0x${evm.deployedBytecode.object}`,
  };
}

mkdirSync(target, { recursive: true });
for (const file of readdirSync(here).filter((each) => each.endsWith(".sol")).sort()) {
  const artifact = compile(file.slice(0, -".sol".length));
  writeFileSync(join(target, `${artifact.name}.json`), `${JSON.stringify(artifact, null, 1)}\n`);
}
