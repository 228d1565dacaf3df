package dev.perigee.server.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.signature.ContentDigest;
import dev.perigee.protocol.signature.Covered;
import dev.perigee.protocol.signature.RequestSignature;
import dev.perigee.protocol.signature.SignatureSession;
import dev.perigee.protocol.signing.VerificationKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Verifies that a request was signed by the satellite whose key it shows, over what arrived, now, and for the first
/// time.
/// Thread-safe. Says what is wrong, which only one who has the satellite's key gets to read.
public final class RequestSignatures {
    private static final int SATELLITES_MAX = 100_000;
    private static final int KEYS_MAX = 20_000;

    private final SignaturePolicy policy;
    private final InstantSource clock;
    private final SignatureSessions sessions;
    /// To look at a key costs as much as to use it.
    private final Cache<String, VerificationKey> keys =
            Caffeine.newBuilder().maximumSize(KEYS_MAX).build();

    public RequestSignatures(SignaturePolicy policy, InstantSource clock, RandomGenerator random) {
        this.policy = policy;
        this.clock = clock;
        this.sessions = new SignatureSessions(random, SATELLITES_MAX);
    }

    /// Tells whoever gives its signing key with this call under what to sign from now on, if it must: of a satellite
    /// whose key alone opens everything, signatures cost much and prove nothing.
    public void offerWhereRequired(Call call) {
        if (policy.required()) {
            offer(call);
        }
    }

    private void offer(Call call) {
        call.answerHeader(SignatureSession.HEADER, sessions.offer().text());
    }

    /// For a call that is known to be the satellite's. Throws `ProblemException` when its signature is not as it must
    /// be, or missing where one is required.
    void check(Call call, Satellite satellite) {
        Optional<String> input = call.header(RequestSignature.INPUT_HEADER);
        Optional<String> signature = call.header(RequestSignature.HEADER);
        if (input.isEmpty() && signature.isEmpty()) {
            checkUnsigned(call, satellite);
            return;
        }
        try {
            check(call, satellite, RequestSignature.parse(input.orElse(""), signature.orElse("")));
        } catch (BadValue e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private void checkUnsigned(Call call, Satellite satellite) {
        if (policy.required()) {
            if (satellite.signing() != null) {
                offer(call);
            }
            throw refused("the request is not signed: expected the headers Signature-Input and Signature"
                    + (satellite.signing() == null
                            ? "; satellite \"" + satellite.id() + "\" has no key to sign with: register it anew"
                            : ""));
        }
    }

    private void check(Call call, Satellite satellite, RequestSignature signature) {
        Covered request = covered(call);
        VerificationKey key = key(satellite, signature);
        checkCreated(signature);
        signature.uncovered(request).ifPresent(component -> {
            throw refused("the signature does not cover \"" + component + "\": expected one that does");
        });
        byte[] body = call.body();
        Optional<String> digest = call.header(RequestSignature.DIGEST_HEADER);
        if (digest.isEmpty() && body.length > 0) {
            throw refused("the request has a body and no Content-Digest: expected sha-256=:…: and its signature");
        }
        if (digest.isPresent() && !ContentDigest.matches(digest.get(), body)) {
            throw refused("the body is not what Content-Digest says: expected its sha-256");
        }
        if (!signature.fits(request, key)) {
            throw refused("the signature was not made over this request with key " + key.id());
        }
        checkNonce(call, satellite, signature);
    }

    private VerificationKey key(Satellite satellite, RequestSignature signature) {
        String known = satellite.signing();
        if (known == null) {
            throw refused("satellite \"" + satellite.id() + "\" has no key to sign with: register it anew");
        }
        VerificationKey key = keys.get(known, VerificationKey::new);
        String named = signature.input().parameter("keyid").orElse("");
        if (!named.equals(key.id())) {
            throw refused("keyid \"" + BadValue.shown(named) + "\": expected " + key.id() + ", the key of satellite \""
                    + satellite.id() + "\"");
        }
        String algorithm = signature.input().parameter("alg").orElse(RequestSignature.ALGORITHM);
        if (!algorithm.equals(RequestSignature.ALGORITHM)) {
            throw refused("alg \"" + BadValue.shown(algorithm) + "\": expected " + RequestSignature.ALGORITHM);
        }
        return key;
    }

    private void checkCreated(RequestSignature signature) {
        long created = signature
                .input()
                .created()
                .orElseThrow(() -> refused("the signature says no created: expected seconds since 1970"));
        Instant now = clock.instant();
        long age = now.getEpochSecond() - created;
        long most = policy.skew().toSeconds();
        if (age > most) {
            throw refused("the signature is " + (age - most) + " s too old: expected created=" + now.getEpochSecond()
                    + " give or take " + most + " s; is the satellite's clock right?");
        }
        if (-age > most) {
            throw refused("the signature is of " + -age + " s ahead: expected created=" + now.getEpochSecond()
                    + " give or take " + most + " s; is the satellite's clock right?");
        }
    }

    private void checkNonce(Call call, Satellite satellite, RequestSignature signature) {
        String text = signature.input().parameter("nonce").orElse("");
        switch (sessions.take(satellite.id(), SignatureSession.Nonce.parse(text))) {
            case FRESH -> {}
            case REPLAYED -> throw refused("a request with nonce \"" + BadValue.shown(text) + "\" was here before");
            case SESSION_OVER -> {
                offer(call);
                throw refused("nonce \"" + BadValue.shown(text) + "\" is not of a session that is open: expected one of"
                        + " that in the header " + SignatureSession.HEADER);
            }
        }
    }

    private static Covered covered(Call call) {
        String uri = call.uri();
        int query = uri.indexOf('?');
        Map<String, String> fields = call.header(RequestSignature.DIGEST_HEADER)
                .map(digest -> Map.of(RequestSignature.DIGEST_HEADER, digest))
                .orElse(Map.of());
        return new Covered(
                call.method(),
                query < 0 ? uri : uri.substring(0, query),
                query < 0 ? "" : uri.substring(query),
                fields);
    }

    private static ProblemException refused(String why) {
        return new ProblemException(ProblemType.SIGNATURE_REFUSED, why);
    }
}
