package dev.perigee.control.access;

import dev.perigee.protocol.access.OperatorRequest;
import dev.perigee.protocol.access.OperatorView;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.Secrets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Who may ask for something: whoever has the first key, and those with a key of their own. Thread-safe; recognising
/// one blocks nobody.
public final class Operators {
    public static final int KEYS_MAX = 10_000;
    private static final String PREFIX = "pgo_";

    private final OperatorStore store;
    private final Digest first;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile Map<Digest, OperatorKey> known = Map.of();

    /// `first` recognises the key of `Caller.FIRST`.
    public Operators(OperatorStore store, Digest first, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.first = first;
        this.clock = clock;
        this.random = random;
        learn();
    }

    /// Whose credential that is, if it is anybody's.
    public Optional<Caller> recognise(String credential) {
        if (first.fits(credential)) {
            return Optional.of(Caller.FIRST);
        }
        OperatorKey key = known.get(Digest.of(credential));
        return key != null && key.worksAt(clock.instant()) ? Optional.of(key.caller()) : Optional.empty();
    }

    /// Makes a key, which is in the view this once.
    public synchronized OperatorView create(Caller by, OperatorRequest request) {
        if (known.size() >= KEYS_MAX) {
            throw new ProblemException(
                    ProblemType.OPERATOR_EXISTS,
                    known.size() + " operators have keys; expected fewer than " + KEYS_MAX + ": revoke some");
        }
        String key = PREFIX + Secrets.create(random);
        Instant now = clock.instant();
        OperatorKey made = new OperatorKey(
                request.name(),
                Digest.of(key),
                request.role(),
                request.team(),
                by.name(),
                now,
                request.expires() == null ? null : now.plus(request.expires()));
        if (!store.add(made)) {
            throw new ProblemException(
                    ProblemType.OPERATOR_EXISTS,
                    "operator \"" + request.name() + "\" has a key already; expected another name, or revoke it first");
        }
        learn();
        return view(made, key);
    }

    public List<OperatorView> list() {
        return store.list().stream().map(key -> view(key, null)).toList();
    }

    /// From now on the key of that name opens nothing.
    public synchronized void revoke(String name) {
        if (!store.remove(name)) {
            throw new ProblemException(
                    ProblemType.OPERATOR_UNKNOWN,
                    "operator \"" + name + "\" has no key; `perigee operators` lists them");
        }
        learn();
    }

    private void learn() {
        Map<Digest, OperatorKey> all = new HashMap<>();
        store.list().forEach(key -> all.put(key.digest(), key));
        known = Map.copyOf(all);
    }

    private static OperatorView view(OperatorKey key, @Nullable String shown) {
        return new OperatorView(
                key.name(), key.role(), key.team(), key.createdBy(), key.createdAt(), key.expiresAt(), shown);
    }
}
