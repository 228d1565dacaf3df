package dev.perigee.control.secret;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretValue;
import dev.perigee.protocol.config.SecretView;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where secrets are set, listed and taken away, and where what is sealed is opened for a satellite. In memory they
/// are sealed too. Thread-safe; its monitor lets one change happen at a time, and looking blocks nobody.
public final class SecretDesk {
    public static final int SECRETS_MAX = 10_000;

    private final SecretStore store;
    private final KeyRing ring;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile Map<Key, SealedSecret> known;

    private record Key(SecretName name, ConfigScope scope) {
        static Key of(SealedSecret secret) {
            return new Key(secret.name(), secret.scope());
        }
    }

    /// What is to be set, for whom, by whom.
    public record Draft(SecretName name, ConfigScope scope, SecretValue value, String author) {
        public Draft {
            requireScope(scope);
        }
    }

    /// `random` must be fit for secrets.
    public SecretDesk(SecretStore store, KeyRing ring, InstantSource clock, RandomGenerator random) {
        this.store = store;
        this.ring = ring;
        this.clock = clock;
        this.random = random;
        this.known = read();
    }

    /// Secrets are for everybody, for one team or for one satellite: who else is meant can be changed by satellites.
    public static ConfigScope requireScope(ConfigScope scope) {
        return switch (scope) {
            case ConfigScope.Global _, ConfigScope.Team _, ConfigScope.One _ -> scope;
            case ConfigScope.Group _, ConfigScope.Labelled _ ->
                throw new BadValue("scope of the secret", scope.text(), "global, team:NAME or satellite:ID");
        };
    }

    public synchronized SecretView set(Draft draft) {
        Key key = new Key(draft.name(), draft.scope());
        if (!known.containsKey(key) && known.size() >= SECRETS_MAX) {
            throw new ProblemException(
                    ProblemType.CONFIG_REFUSED,
                    "there are " + SECRETS_MAX + " secrets: expected another value for one of them, not one more");
        }
        SealingKey seal = ring.keys().getFirst();
        String box = seal.seal(draft.value().value(), purpose(draft.name(), draft.scope()), random);
        SealedSecret kept = store.put(
                new SealedSecret(draft.name(), draft.scope(), 0, seal.id(), box, draft.author(), clock.instant()));
        known = read();
        return kept.view();
    }

    /// By name and then by scope.
    public List<SecretView> list() {
        return known.values().stream()
                .map(SealedSecret::view)
                .sorted(Comparator.comparing(SecretView::name).thenComparing(SecretView::scope))
                .toList();
    }

    public synchronized void delete(SecretName name, ConfigScope scope) {
        if (!store.remove(name, scope)) {
            throw new ProblemException(
                    ProblemType.SECRET_UNKNOWN,
                    "there is no secret \"" + name + "\" for " + scope.text() + "; `perigee secrets` lists them");
        }
        known = read();
    }

    /// Seals all anew, with a fresh key if this control plane makes its own. A crash at any step loses none.
    public synchronized SecretView.Rekeyed rekey() {
        try {
            ring.renew();
            SealingKey seal = ring.keys().getFirst();
            List<SealedSecret> anew = read().values().stream()
                    .filter(secret -> !secret.key().equals(seal.id()))
                    .map(secret -> secret.sealedWith(
                            seal.id(), seal.seal(open(secret), purpose(secret.name(), secret.scope()), random)))
                    .toList();
            store.reseal(anew);
            known = read();
            ring.retire();
            return new SecretView.Rekeyed(seal.id(), anew.size());
        } catch (IOException e) {
            throw new UncheckedIOException("the keys for secrets cannot be kept", e);
        }
    }

    /// The secret of that name that is for this satellite; the nearer scope wins.
    public Optional<SealedSecret> find(SecretName name, SatelliteId satellite, @Nullable TeamName team) {
        Map<Key, SealedSecret> now = known;
        return Stream.of(
                        Optional.of(new ConfigScope.One(satellite)),
                        Optional.ofNullable(team).map(ConfigScope.Team::new),
                        Optional.of(new ConfigScope.Global()))
                .flatMap(Optional::stream)
                .flatMap(scope -> Optional.ofNullable(now.get(new Key(name, scope))).stream())
                .findFirst();
    }

    /// What they say, by their pins. Throws the problem that nobody can open one.
    public SortedMap<String, String> reveal(Collection<SealedSecret> secrets) {
        SortedMap<String, String> values = new TreeMap<>();
        secrets.forEach(secret -> values.put(secret.pin(), open(secret)));
        return values;
    }

    private String open(SealedSecret secret) {
        return ring.keys().stream()
                .filter(key -> key.id().equals(secret.key()))
                .flatMap(key -> key.open(secret.box(), purpose(secret.name(), secret.scope())).stream())
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.SECRET_SEALED,
                        "secret \"" + secret.name() + "\" of " + secret.scope().text()
                                + " cannot be opened: expected the key " + secret.key()
                                + " that it was sealed with, or that it is set again"));
    }

    private Map<Key, SealedSecret> read() {
        return store.all().stream().collect(Collectors.toUnmodifiableMap(Key::of, Function.identity()));
    }

    private static String purpose(SecretName name, ConfigScope scope) {
        return "perigee secret v1\n" + scope.text() + "\n" + name;
    }
}
