package dev.perigee.server.audit;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.audit.AuditPage;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.server.signing.ServerKeys;
import dev.perigee.store.sqlite.AuditFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The audit log in the data directory of a control plane, running or not, as of one moment. Nothing there is changed,
/// and of its keys only the public ones are read. For one thread.
public final class KeptAudit implements AutoCloseable {
    private static final int PAGE = 1_000;

    private final AuditFile file;
    private final KeyChain keys;

    private KeptAudit(AuditFile file, KeyChain keys) {
        this.file = file;
        this.keys = keys;
    }

    /// Throws `BadValue` when there is none or it cannot be read; its message says why.
    public static KeptAudit open(Path data) {
        Path database = data.resolve("perigee.db");
        if (!Files.isRegularFile(database)) {
            throw new BadValue(
                    "data",
                    data,
                    "the data directory of a control plane, with its perigee.db; what is kept in PostgreSQL is"
                            + " verified from `perigee audit export`");
        }
        try {
            KeyChain keys = ServerKeys.announced(data.resolve("signing-keys.json"))
                    .orElseThrow(() -> new BadValue(
                            "data", data, "a directory with signing-keys.json, which checkpoints are verified by"));
            return new KeptAudit(AuditFile.open(database), keys);
        } catch (IOException | StoreUnavailable e) {
            throw new BadValue("data", data, "a directory that can be read: " + e.getMessage());
        }
    }

    /// The lines behind entry `after`, as the API has them. Throws `BadValue` when they cannot be read.
    public AuditPage page(long after) {
        try {
            return new AuditPage(file.log().chain(), keys, file.log().after(after, PAGE));
        } catch (StoreUnavailable e) {
            throw new BadValue("the audit log behind entry " + after + " cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        file.close();
    }
}
