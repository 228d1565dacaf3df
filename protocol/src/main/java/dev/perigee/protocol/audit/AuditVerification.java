package dev.perigee.protocol.audit;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Follows a chain line by line and finds where it was changed. Needs the lines and public keys, nothing else; keeps
/// none of the lines. For one thread.
public final class AuditVerification {
    private final String chain;
    private final Function<Signed, Signed.Opening> opening;
    private @Nullable Head head;
    private long entries;
    private long sealed;
    private long checkpoints;
    private long unknown;

    /// Where a chain is broken: the number of the first entry that cannot be what was recorded, and why.
    public record Flaw(long number, String why) {}

    /// What holds: how many entries there are, up to which a checkpoint vouches, how many checkpoints were verified,
    /// and how many could not be because their key is not known.
    public record Summary(long entries, @Nullable Head head, long sealed, long checkpoints, long unknown) {}

    /// `believed`: the keys that checkpoints may be signed with.
    public AuditVerification(String chain, KeyChain believed) {
        this.chain = chain;
        this.opening = seal -> seal.open(Purpose.AUDIT, believed);
    }

    /// The flaw that this line shows, if it does; nothing that comes behind one says anything.
    public @Nullable Flaw take(AuditLine line) {
        return switch (line) {
            case AuditLine.Entry entry -> follow(entry);
            case AuditLine.Seal(Signed checkpoint) -> verify(checkpoint);
        };
    }

    public Summary summary() {
        return new Summary(entries, head, sealed, checkpoints, unknown);
    }

    private @Nullable Flaw follow(AuditLine.Entry line) {
        Head before = head == null ? Head.start(chain) : head;
        long expected = before.number() + 1;
        long number;
        try {
            number = Json.WIRE.read(line.entry(), AuditEntry.class).number();
        } catch (BadValue e) {
            return new Flaw(expected, "it is no entry: " + e.getMessage());
        }
        if (number != expected) {
            return new Flaw(expected, "entry " + number + " stands in its place");
        }
        Head next = before.next(line.entry());
        if (!next.hash().equals(line.hash())) {
            return new Flaw(
                    number, "its text, or the hash of the entry before it, is not the one that its hash was made from");
        }
        head = next;
        entries++;
        return null;
    }

    private @Nullable Flaw verify(Signed seal) {
        Checkpoint checkpoint;
        switch (opening.apply(seal)) {
            case Signed.Opening.Opened(String text) -> checkpoint = Json.WIRE.read(text, Checkpoint.class);
            case Signed.Opening.UnknownKey _ -> {
                unknown++;
                return null;
            }
            case Signed.Opening.Forged _ -> {
                return new Flaw(sealed + 1, "the checkpoint behind it was not signed by the key that it names");
            }
        }
        if (!checkpoint.chain().equals(chain)) {
            return new Flaw(sealed + 1, "the checkpoint behind it is of another chain, " + checkpoint.chain());
        }
        if (head == null) {
            // What came before it was removed when its time was over.
            head = new Head(checkpoint.number(), checkpoint.hash());
        } else if (checkpoint.number() != head.number()) {
            return new Flaw(
                    Math.min(checkpoint.number(), head.number()) + 1,
                    "a checkpoint over entry " + checkpoint.number() + " stands behind entry " + head.number());
        } else if (!checkpoint.hash().equals(head.hash())) {
            return new Flaw(
                    sealed + 1,
                    "it, or one of those up to " + head.number()
                            + ", was changed and the hashes made anew: the checkpoint there has another hash");
        }
        sealed = checkpoint.number();
        checkpoints++;
        return null;
    }
}
