/* Balances of every account from rows of 20 + 20 + 8 bytes: the yardstick for a ledger's engine.
 *
 * An open-addressing table by 20-byte address, no threads, nothing kept but address and balance.
 * Usage: hash_balances FILE ROWS. Prints one line of JSON: seconds for reading and for the sums, and
 * the holders' count, sum and digest (see digest.py).
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma pack(push, 1)
typedef struct {
  uint8_t source[20], destination[20];
  uint64_t base_units;
} Row;
#pragma pack(pop)

typedef struct {
  uint64_t words[2];
  uint32_t last;
  uint32_t used;
  int64_t balance;
} Account;

static Account *table;
static uint64_t capacity, filled;

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec + at.tv_nsec / 1e9;
}

static double peak_mib(void) {
  char line[256];
  long kib = 0;
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status))
    if (sscanf(line, "VmHWM: %ld", &kib) == 1) break;
  if (status) fclose(status);
  return kib / 1024.0;
}

static uint64_t mix(uint64_t state, uint64_t word) {
  uint64_t mixed = (state ^ word) + UINT64_C(0x9E3779B97F4A7C15);
  mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94D049BB133111EB);
  return mixed ^ (mixed >> 31);
}

static Account *slot(Account *in, uint64_t size, const uint64_t words[2], uint32_t last) {
  uint64_t at = (words[0] ^ (words[1] * UINT64_C(0x9E3779B97F4A7C15)) ^ last) *
                UINT64_C(0xBF58476D1CE4E5B9) >> 20;
  for (at &= size - 1; in[at].used; at = (at + 1) & (size - 1))
    if (in[at].words[0] == words[0] && in[at].words[1] == words[1] && in[at].last == last) break;
  return &in[at];
}

static Account *claim(uint64_t size) {
  Account *fresh = calloc(size, sizeof *fresh);
  if (!fresh) {
    fputs("no memory for the table\n", stderr);
    exit(1);
  }
  return fresh;
}

static void grow(void) {
  Account *larger = claim(capacity * 2);
  for (uint64_t i = 0; i < capacity; i++)
    if (table[i].used) *slot(larger, capacity * 2, table[i].words, table[i].last) = table[i];
  free(table);
  table = larger;
  capacity *= 2;
}

static void post(const uint8_t address[20], int64_t amount) {
  uint64_t words[2];
  uint32_t last;
  memcpy(words, address, 16);
  memcpy(&last, address + 16, 4);
  Account *account = slot(table, capacity, words, last);
  if (!account->used) {
    *account = (Account){{words[0], words[1]}, last, 1, 0};
    if (++filled * 2 > capacity) {
      grow();
      account = slot(table, capacity, words, last);
    }
  }
  account->balance += amount;
}

int main(int count, char **words) {
  if (count != 3) {
    fputs("usage: hash_balances FILE ROWS\n", stderr);
    return 2;
  }
  double began = now();
  uint64_t wanted = strtoull(words[2], NULL, 10);
  Row *rows = malloc(wanted * sizeof *rows);
  FILE *file = fopen(words[1], "rb");
  if (!rows || !file || fread(rows, sizeof *rows, wanted, file) != wanted) {
    fprintf(stderr, "cannot read %" PRIu64 " rows of %s\n", wanted, words[1]);
    return 1;
  }
  double ready = now();
  capacity = 1 << 16;
  table = claim(capacity);
  for (uint64_t i = 0; i < wanted; i++) {
    post(rows[i].source, -(int64_t)rows[i].base_units);
    post(rows[i].destination, (int64_t)rows[i].base_units);
  }
  uint64_t holders = 0, digest = 0;
  int64_t total = 0;
  for (uint64_t i = 0; i < capacity; i++) {
    const Account *each = &table[i];
    /* The zero address is where minted tokens come from and burned ones go. */
    if (!each->used || !each->balance || !(each->words[0] | each->words[1] | each->last)) continue;
    holders++;
    total += each->balance;
    digest ^= mix(mix(mix(mix(0, each->words[0]), each->words[1]), each->last), (uint64_t)each->balance);
  }
  double done = now();
  printf("{\"read_seconds\": %.4f, \"sum_seconds\": %.4f, \"accounts\": %" PRIu64 ", "
         "\"peak_mib\": %.1f, \"count\": %" PRIu64 ", \"total\": %" PRId64 ", \"mixed\": \"%016" PRIx64 "\"}\n",
         ready - began, done - ready, filled, peak_mib(), holders, total, digest);
  return 0;
}
