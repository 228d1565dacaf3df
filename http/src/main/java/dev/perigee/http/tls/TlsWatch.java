package dev.perigee.http.tls;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.registration.Digest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes over what changes in TLS files, whole or not at all: what cannot be used is said once, and what was there
/// before stays in use. Thread-safe; its monitor guards what is known of the files.
public final class TlsWatch implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(TlsWatch.class);

    private final TlsFiles files;
    private final Consumer<TlsMaterial> use;
    private Digest current;
    private String said = "";
    private @Nullable Digest refused;

    /// `use` puts new material to use; what it throws counts as a refusal. `now` is in use already.
    public TlsWatch(TlsFiles files, TlsMaterial now, Consumer<TlsMaterial> use) {
        this.files = files;
        this.use = use;
        this.current = now.digest();
    }

    /// Looks at the files once.
    @Override
    public synchronized void run() {
        try {
            Digest seen = files.digest();
            if (seen.equals(current)) {
                refused = null;
                said = "";
            } else if (!seen.equals(refused)) {
                refused = seen;
                TlsMaterial fresh = files.read();
                use.accept(fresh);
                current = fresh.digest();
                refused = null;
                said = "";
                log.atInfo()
                        .addKeyValue("setting", files.setting())
                        .addKeyValue(
                                "validUntil",
                                fresh.certificate()
                                        .map(it -> it.getNotAfter().toInstant().toString())
                                        .orElse("-"))
                        .log("certificates have changed and are in use");
            }
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    private void complain(RuntimeException failure) {
        String why = failure instanceof BadValue ? String.valueOf(failure.getMessage()) : failure.toString();
        if (!why.equals(said)) {
            said = why;
            log.atWarn().addKeyValue("why", why).log("changed certificates cannot be used; the ones before stay");
        }
    }
}
