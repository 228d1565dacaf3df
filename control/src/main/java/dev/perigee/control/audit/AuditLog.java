package dev.perigee.control.audit;

import dev.perigee.protocol.audit.AuditLine;
import dev.perigee.protocol.audit.Checkpoint;
import dev.perigee.protocol.audit.Deed;
import dev.perigee.protocol.audit.Head;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.Signed;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records deeds, and signs checkpoints over them. Thread-safe.
public final class AuditLog implements Audit {
    public static final int PAGE_MAX = 1_000;

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private final AuditStore store;
    private final InstantSource clock;
    private final Function<String, Signed> signer;

    /// `signer` signs the text of a checkpoint.
    public AuditLog(AuditStore store, InstantSource clock, Function<String, Signed> signer) {
        this.store = store;
        this.clock = clock;
        this.signer = signer;
    }

    @Override
    public void record(Deed deed) {
        store.append(deed, clock.instant());
    }

    /// Signs a checkpoint over the newest entry, unless there is one. Told to the log too: who keeps logs elsewhere can
    /// say later how far the chain went.
    public void seal() {
        Head head = store.head();
        if (head.number() == store.sealed()) {
            return;
        }
        Checkpoint checkpoint = new Checkpoint(store.chain(), head.number(), head.hash(), clock.instant());
        store.seal(checkpoint, signer.apply(Json.WIRE.text(checkpoint)));
        log.atInfo()
                .addKeyValue("entry", head.number())
                .addKeyValue("hash", head.hash())
                .log("audit checkpoint");
    }

    public String chain() {
        return store.chain();
    }

    public List<AuditLine> after(long number, int limit) {
        return store.after(number, limit);
    }

    public List<String> newest(AuditFilter filter, int limit) {
        return store.newest(filter, limit);
    }
}
