package dev.perigee.satellite.link;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.signature.ContentDigest;
import dev.perigee.protocol.signature.Covered;
import dev.perigee.protocol.signature.RequestSignature;
import dev.perigee.protocol.signature.SignatureSession;
import dev.perigee.protocol.signing.SigningKey;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Signs a satellite's requests with its own key, each under another number of the session that the control plane
/// offered last, and nothing before it has offered one. Thread-safe.
public final class RequestSigner {
    private final SigningKey key;
    private final InstantSource clock;
    private volatile @Nullable Run run;

    private record Run(SignatureSession session, AtomicLong next) {}

    public RequestSigner(SigningKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    /// The fields that sign such a request; none as long as there is no session.
    Map<String, String> fields(String method, String uri, byte[] body) {
        Run current = run;
        if (current == null) {
            return Map.of();
        }
        Map<String, String> fields = new HashMap<>();
        if (body.length > 0) {
            fields.put(RequestSignature.DIGEST_HEADER, ContentDigest.of(body));
        }
        int query = uri.indexOf('?');
        Covered request = new Covered(
                method, query < 0 ? uri : uri.substring(0, query), query < 0 ? "" : uri.substring(query), fields);
        SignatureSession.Nonce nonce =
                new SignatureSession.Nonce(current.session(), current.next().getAndIncrement());
        fields.putAll(
                RequestSignature.of(request, key, clock.instant(), nonce.text()).fields());
        return fields;
    }

    /// Signs under `session` from now on; false when it is none.
    boolean use(String session) {
        try {
            run = new Run(SignatureSession.parse(session), new AtomicLong());
            return true;
        } catch (BadValue _) {
            return false;
        }
    }
}
