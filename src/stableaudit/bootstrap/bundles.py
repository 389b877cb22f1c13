"""Evidence bundles: a check written to a folder, and judged again from it with the network off."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from stableaudit import __version__
from stableaudit.adapters.evidence.codec import encode_case
from stableaudit.adapters.evidence.layout import BUNDLE_VERSION, EVIDENCE, REPORT, RUN
from stableaudit.adapters.evidence.reader import Bundle, read_bundle
from stableaudit.adapters.evidence.records import Run
from stableaudit.adapters.evidence.writer import Draft, Sign
from stableaudit.adapters.files.settings import Settings
from stableaudit.adapters.signing.signature_names import TIMESTAMP_QUERY
from stableaudit.adapters.signing.signatures import SignedBy, Unsigned, sign_bundle
from stableaudit.adapters.signing.signatures import verify_bundle as verify_signatures
from stableaudit.adapters.signing.signer import Signer
from stableaudit.adapters.signing.statement import Facts
from stableaudit.adapters.signing.timestamp import timestamp_query
from stableaudit.bootstrap.proofs_again import Reworked, work_out_again
from stableaudit.bootstrap.wallets import refuse_other_signers
from stableaudit.bootstrap.world import operators_asked
from stableaudit.domain.errors import BundleError
from stableaudit.domain.findings import Gate, Severity
from stableaudit.reconcile.books import Open
from stableaudit.reconcile.judge import Result, judge
from stableaudit.reconcile.profiles import PROFILES, Profile
from stableaudit.report.document import Chapter, Document, build
from stableaudit.report.json_v1 import render_json
from stableaudit.report.verdicts import fail_on_word


@dataclass(frozen=True, slots=True)
class Verified:
    """A bundle that holds together, and the document that its evidence gave again."""

    bundle: Bundle
    result: Result
    document: Document
    signature: SignedBy | Unsigned
    proofs: tuple[Reworked, ...]
    """What came of working out its proofs again; empty where nothing was proven."""


def finish_bundle(
    draft: Draft,
    result: Result,
    document: Document,
    *,
    exit_code: int,
    received: list[tuple[str, bytes]],
    settings: Settings,
    signer: Signer | None = None,
    timestamp: bool = False,
) -> None:
    """Write everything of a check that ran to a verdict, and let the bundle appear.

    `timestamp`: whether the question to a time stamping authority is written, which asks nobody.

    Raises:
        BundleError: something cannot be written.
        SigningError: the signer cannot.
    """
    case = result.case
    inputs = {draft.add_input(name, data) for name, data in received}
    profile = document.profile
    run = Run(
        bundle_version=BUNDLE_VERSION,
        program=document.program,
        command=document.chapter.value,
        token=case.scope.named or case.scope.token.key,
        fail_on=fail_on_word(result.fail_on),
        profile=None if profile is None else profile.profile.key,
        operators=operators_asked(settings),
        measurement_time=case.evidence.measurement_time,
        collected_at=case.evidence.collected_at,
        registry_sha256=registry_digest(),
        inputs=tuple(sorted(inputs, key=lambda one: one.path)),
    )
    evidence = encode_case(case)
    sign = _sign(signer, result, timestamp=timestamp)
    draft.finish(report=render_json(document, exit_code), run=run, evidence=evidence, sign=sign)


def _sign(signer: Signer | None, result: Result, *, timestamp: bool) -> Sign:
    case, supply = result.case, result.books.supply.native
    facts = Facts(
        __version__,
        case.scope.token.key,
        case.evidence.measurement_time,
        case.evidence.collected_at,
        result.verdict,
        {} if isinstance(supply, Open) else {"native_base_units": str(supply.base_units)},
    )

    def sign(report: bytes, manifest: bytes) -> Mapping[str, bytes]:
        query = {TIMESTAMP_QUERY: timestamp_query(report)} if timestamp else {}
        if signer is None:
            return query
        made = sign_bundle(signer, report=report, manifest=manifest, facts=facts, query=timestamp)
        return {**made, **query}

    return sign


def verify_bundle(
    path: Path, exit_code: Callable[[Gate], int], *, key: str | None = None
) -> Verified:
    """Return a bundle whose evidence gives its report, byte for byte. Nobody is asked anything.

    Args:
        path: the bundle's folder.
        exit_code: what each gate ends with.
        key: fingerprint of the key that must have signed; None: whoever did, if anybody.

    Raises:
        BundleError: it does not hold together, its evidence gives another report, a signature
            does not hold or speaks of something else, or its answers do not give a proof again.
    """
    bundle = read_bundle(path)
    signature = verify_signatures(bundle.signed, expected=key)
    with of_hostile_evidence():
        refuse_other_signers(bundle.case.scope.wallets)
        result = judge(bundle.case, fail_on=_fail_on(bundle.run))
        chapter, profile = _chapter(bundle.run), _profile(bundle.run)
        document = build(result, profile=profile, chapter=chapter)
        report = render_json(document, exit_code(result.gate))
    if report != bundle.report:
        raise BundleError(
            f"is not what the evidence gives, from line {_first_difference(report, bundle.report)}",
            where=REPORT,
            hint=_other_program(bundle.run),
        )
    if isinstance(signature, SignedBy):
        _refuse_other_facts(signature.facts, result)
    with of_hostile_evidence():
        proofs = work_out_again(path, bundle)
    return Verified(bundle, result, document, signature, proofs)


def _refuse_other_facts(facts: Facts, result: Result) -> None:
    case = result.case
    signed = (facts.token, facts.as_of, facts.verdict)
    judged = (case.scope.token.key, case.evidence.measurement_time, result.verdict)
    if signed != judged:
        raise BundleError(
            "states another token, time or verdict than the report", where="report.intoto.json"
        )


def signature_words(signature: SignedBy | Unsigned) -> str:
    """Return whose signature holds, and whether the verifier knows the key."""
    if isinstance(signature, Unsigned):
        return "It is not signed: nobody stands for it."
    who = f"Signed by {signature.key.fingerprint}"
    if signature.expected:
        return f"{who}, the key that was to sign it."
    return f"{who}. Whose key that is, the bundle cannot say: give the one you expect with --key."


def proof_words(proofs: tuple[Reworked, ...]) -> tuple[str, ...]:
    """Return a sentence on each proof: that it was worked out again, or why it could not be."""
    return tuple(
        f"The {one.what} of {one.contract} on {one.chain_title} cannot be worked out again: the "
        f"bundle has {one.missing}."
        if one.missing
        else f"The {one.what} of {one.contract} on {one.chain_title} "
        f"{'follow' if one.what.endswith('s') else 'follows'} from its answers again."
        for one in proofs
    )


def registry_digest() -> str:
    """Return the SHA-256 of the shipped registry: of its files' names and digests, sorted."""
    lines = sorted(_digests(files("stableaudit") / "registry", ""))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _digests(folder: Traversable, above: str) -> Iterator[str]:
    for entry in folder.iterdir():
        name = f"{above}{entry.name}"
        if entry.is_dir():
            yield from _digests(entry, f"{name}/")
        else:
            yield f"{hashlib.sha256(entry.read_bytes()).hexdigest()}  {name}\n"


@contextmanager
def of_hostile_evidence() -> Iterator[None]:
    """Tell values that no check can have read, and on which a computation breaks, as they are."""
    try:
        yield
    except (ArithmeticError, LookupError, ValueError) as error:
        raise BundleError(
            f"cannot be judged: {type(error).__name__}: {error}", where=EVIDENCE
        ) from error


def _fail_on(run: Run) -> Severity | None:
    severities: tuple[Severity | None, ...] = (None, *Severity)
    words = {fail_on_word(severity): severity for severity in severities}
    if run.fail_on not in words:
        raise BundleError("fail_on is no severity", where=RUN)
    return words[run.fail_on]


def _chapter(run: Run) -> Chapter:
    if run.command not in tuple(Chapter):
        raise BundleError("command is none that writes a bundle", where=RUN)
    return Chapter(run.command)


def _profile(run: Run) -> Profile | None:
    found = next((one for one in PROFILES if one.key == run.profile), None)
    if found is None and run.profile is not None:
        raise BundleError("profile is none that this program knows", where=RUN)
    return found


def _first_difference(one: bytes, other: bytes) -> int:
    """Return the number of the first line that differs, counted from 1."""
    lines, others = one.splitlines(), other.splitlines()
    same = zip(lines, others, strict=False)
    return 1 + next((i for i, (a, b) in enumerate(same) if a != b), min(len(lines), len(others)))


def _other_program(run: Run) -> str:
    own = f"stableaudit {__version__}"
    return "" if run.program == own else f"run.json names another program than this {own}"
