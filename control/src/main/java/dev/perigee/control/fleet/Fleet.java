package dev.perigee.control.fleet;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Owner;
import dev.perigee.control.access.Policy;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.TokenId;
import dev.perigee.protocol.access.TeamName;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteKey;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.registration.Secrets;
import dev.perigee.protocol.target.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Who belongs to the fleet: registers satellites, recognises their keys, and knows
/// when each was last seen. Thread-safe. Recognised satellites are cached; a registration drops the cached entry.
public final class Fleet {
    private static final int CACHED_MAX = 20_000;
    private static final Set<String> RESERVED = Set.of(Target.ALL, "rotate-key");

    private final FleetStore store;
    private final Tokens tokens;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Vigil vigil;
    private final Cache<SatelliteId, Satellite> cached =
            Caffeine.newBuilder().maximumSize(CACHED_MAX).build();
    private final Map<SatelliteId, Instant> seen = new ConcurrentHashMap<>();
    /// Written by whoever strikes one off, read while one comes to be known.
    private final ReadWriteLock membership = new ReentrantReadWriteLock();

    public Fleet(FleetStore store, TokenSeal seal, InstantSource clock, RandomGenerator random, Vigil vigil) {
        this.store = store;
        this.tokens = new Tokens(store, seal, clock, random);
        this.clock = clock;
        this.random = random;
        this.vigil = vigil;
    }

    /// One that tells nobody what becomes of its satellites.
    public Fleet(FleetStore store, TokenSeal seal, InstantSource clock, RandomGenerator random, Silence silence) {
        this(store, seal, clock, random, new Vigil(silence, clock, FleetEvents.NONE));
    }

    public Tokens tokens() {
        return tokens;
    }

    /// Registers a satellite with a token it was given, and gives it its key.
    public SatelliteKey register(String text, RegistrationRequest request) {
        RegistrationToken token = tokens.open(text);
        refuseReserved(request.satellite());
        SatelliteKey key = new SatelliteKey(request.satellite(), Secrets.create(random));
        Instant now = clock.instant();
        Satellite satellite = new Satellite(
                request.satellite(),
                request.profile(),
                null,
                Digest.of(key.secret()),
                now,
                now,
                KeyChange.NONE,
                request.signingKey() == null ? null : request.signingKey().text());
        switch (whileNobodyLeaves(() -> enroll(token.id(), satellite, now))) {
            case Enrollment.Enrolled _ -> {}
            case Enrollment.TokenUnknown _ ->
                throw now.isBefore(token.expiresAt())
                        ? refuse(
                                ProblemType.REGISTRATION_TOKEN_UNKNOWN,
                                "registration token " + token.id() + " is not known here")
                        : expired(token);
            case Enrollment.TokenUsed _ ->
                throw refuse(
                        ProblemType.REGISTRATION_TOKEN_USED,
                        "registration token " + token.id() + " was used before; expected one for each registration");
            case Enrollment.TokenRevoked(Instant at) ->
                throw refuse(
                        ProblemType.REGISTRATION_TOKEN_REVOKED,
                        "registration token " + token.id() + " was revoked at " + at);
            case Enrollment.TokenExpired _ -> throw expired(token);
            case Enrollment.TokenForOther(SatelliteId only) ->
                throw refuse(
                        ProblemType.FORBIDDEN,
                        "this registration token is for satellite \"" + only + "\", not \"" + request.satellite()
                                + "\"");
            case Enrollment.OtherTeams _ ->
                throw refuse(
                        ProblemType.SATELLITE_EXISTS,
                        "satellite \"" + request.satellite()
                                + "\" is registered and is not of this token's team; expected another id");
            case Enrollment.IdTaken _ ->
                throw refuse(
                        ProblemType.SATELLITE_EXISTS,
                        "satellite \"" + request.satellite()
                                + "\" is registered already; expected another id, or a token made for this satellite");
        }
        return key;
    }

    /// The satellite whose key this is, if it is one's. The first use of a next key ends the key before it.
    public Optional<Satellite> authenticate(String credential) {
        SatelliteKey key;
        try {
            key = SatelliteKey.parse(credential);
        } catch (BadValue _) {
            return Optional.empty();
        }
        return find(key.satellite()).flatMap(satellite -> recognise(satellite, key));
    }

    private Optional<Satellite> recognise(Satellite satellite, SatelliteKey key) {
        return switch (KeyChange.judge(satellite, key.secret(), clock.instant())) {
            case CURRENT -> Optional.of(satellite);
            case NONE -> Optional.empty();
            case NEXT -> {
                try {
                    // False when another request with the same key was quicker, or a newer offer: what is kept decides.
                    var _ = store.confirmKey(satellite.id(), Digest.of(key.secret()), clock.instant());
                } finally {
                    // A store that failed may have done it: the key before would go on working from the cache.
                    changed(satellite.id());
                }
                yield find(satellite.id()).filter(now -> now.secret().fits(key.secret()));
            }
        };
    }

    public boolean knows(SatelliteId id) {
        return find(id).isPresent();
    }

    private Enrollment enroll(TokenId token, Satellite satellite, Instant now) {
        Enrollment enrollment = store.enroll(token, satellite, now);
        if (enrollment instanceof Enrollment.Enrolled) {
            changed(satellite.id());
            vigil.registered(satellite.id());
        }
        return enrollment;
    }

    /// Notes that a satellite showed itself just now; false when it is registered no longer.
    public boolean saw(SatelliteId id) {
        return saw(id, "asked for work or reported");
    }

    /// The same, and `how`: what it did, in words that follow "it".
    public boolean saw(SatelliteId id, String how) {
        if (!vigil.heard(id, how) && !whileNobodyLeaves(() -> heardAnew(id, how))) {
            return false;
        }
        seen.put(id, clock.instant());
        return true;
    }

    /// Of one that came to the store by another way than through here.
    private boolean heardAnew(SatelliteId id, String how) {
        Optional<Satellite> stored = store.find(id);
        stored.ifPresent(satellite -> vigil.remember(satellite, List.of()));
        return stored.isPresent() && vigil.heard(id, how);
    }

    /// Strikes one off that has been dead since before `moment`, in `kept` too; false when it has shown itself
    /// meanwhile. Whoever calls at this moment is either seen before, and stays, or is refused.
    boolean strikeOff(SatelliteId id, Instant moment, LivenessStore kept) {
        membership.writeLock().lock();
        try {
            Optional<Standing> before = vigil.forget(id, moment);
            if (before.isEmpty()) {
                return false;
            }
            try {
                kept.remove(id);
            } catch (RuntimeException e) {
                vigil.restore(id, before.get());
                throw e;
            }
            cached.invalidate(id);
            seen.remove(id);
            return true;
        } finally {
            membership.writeLock().unlock();
        }
    }

    private <T> T whileNobodyLeaves(Supplier<T> work) {
        membership.readLock().lock();
        try {
            return work.get();
        } finally {
            membership.readLock().unlock();
        }
    }

    /// The same, by the process that calls itself `instance`.
    public boolean saw(SatelliteId id, String how, @Nullable String instance) {
        boolean known = saw(id, how);
        if (known && instance != null) {
            vigil.duplicates().heard(id, instance);
        }
        return known;
    }

    /// All satellites as they are written down.
    List<Satellite> all() {
        return store.list();
    }

    /// The satellite as it is kept, if it is registered.
    Optional<Satellite> look(SatelliteId id) {
        return find(id);
    }

    /// What is kept of it is another now.
    void changed(SatelliteId id) {
        cached.invalidate(id);
    }

    /// Whose the satellite is; nothing when it is not registered.
    public Optional<Owner> owner(SatelliteId id) {
        return find(id).map(satellite -> Owner.of(satellite.onlyTeam()));
    }

    /// The team of a satellite that is of one.
    public Optional<TeamName> teamOf(SatelliteId id) {
        return find(id).map(Satellite::onlyTeam);
    }

    public Optional<SatelliteView> show(SatelliteId id) {
        return find(id).map(this::view);
    }

    /// Keeps what a satellite says of itself when it starts.
    public void describe(SatelliteId id, SatelliteProfile profile) {
        boolean changed = store.find(id)
                .filter(satellite -> !satellite.profile().equals(profile))
                .isPresent();
        if (changed) {
            store.describe(id, profile);
            cached.invalidate(id);
        }
    }

    /// All that `caller` may see.
    public List<SatelliteView> list(Caller caller) {
        return store.list().stream()
                .filter(satellite -> Policy.allows(caller, Act.LOOK, Owner.of(satellite.onlyTeam())))
                .map(this::view)
                .toList();
    }

    /// Those of them that `target` fits, whatever their state.
    public List<SatelliteView> list(Caller caller, Target target) {
        return list(caller).stream()
                .filter(satellite -> Targets.fits(target, satellite))
                .toList();
    }

    /// The satellites that a request of `caller` to `target` goes to, by id: one that is named as it is, else those
    /// that fit and are live or, with `includeStale`, whatever their state. Throws the problem that there are none.
    public List<SatelliteId> members(Caller caller, Target target, boolean includeStale) {
        return Targets.members(target, includeStale, list(caller));
    }

    /// Writes down who was seen since the last time.
    public void keepLastSeen() {
        Map<SatelliteId, Instant> noted = new HashMap<>(seen);
        if (!noted.isEmpty()) {
            store.keepLastSeen(noted);
            noted.forEach(seen::remove);
        }
    }

    /// Read and cached in one step: what is invalidated meanwhile does not stay.
    @SuppressWarnings("NullAway") // null is how a cache is told that there is nothing to keep
    private Optional<Satellite> find(SatelliteId id) {
        return Optional.ofNullable(cached.get(id, one -> store.find(one).orElse(null)));
    }

    private SatelliteView view(Satellite satellite) {
        return satellite.view(vigil.standing(satellite));
    }

    private static void refuseReserved(SatelliteId id) {
        if (RESERVED.contains(id.value())) {
            throw refuse(
                    ProblemType.INVALID_REQUEST,
                    "satellite \"" + id + "\": expected another name, this one means "
                            + (id.value().equals(Target.ALL) ? "all satellites" : "what is to be done with one"));
        }
    }

    private static ProblemException expired(RegistrationToken token) {
        return refuse(
                ProblemType.REGISTRATION_TOKEN_EXPIRED,
                "registration token " + token.id() + " has expired at " + token.expiresAt());
    }

    private static ProblemException refuse(ProblemType type, String detail) {
        return new ProblemException(type, detail);
    }
}
