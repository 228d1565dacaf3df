package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Calls at legacy servers that wait for an answer of their client, each under a state that nobody can guess and
/// that only the caller who was given it can use, once, for the same request. Bounded in number and time.
/// Thread-safe: `this` guards it.
final class Parking {
    static final int MAX = 1_000;
    private static final int STATE_BYTES = 24;

    private final RandomGenerator random;
    private final InstantSource clock;
    private final DoorLimits limits;
    private final Map<String, Place> places = new HashMap<>();

    /// What waits: the call, what its server asked by the key that the client knows, and in which session.
    record Parked(Upcall upcall, ModernClients.Loan loan, Map<String, Message.Request> questions) {
        Parked {
            questions = Collections.unmodifiableMap(new LinkedHashMap<>(questions));
        }

        /// Nobody will answer any more.
        void abandon(String why) {
            upcall.cancel(why);
            loan.giveBack(false);
        }
    }

    /// Whose request may take it up again.
    record Ticket(String caller, String method, String about) {
        static Ticket of(Caller caller, ModernRequest request) {
            JsonObject params = request.params();
            return new Ticket(
                    caller.name(),
                    request.method(),
                    params.string("name").or(() -> params.string("uri")).orElse(""));
        }
    }

    private record Place(Ticket ticket, Parked parked, Instant until) {}

    /// `random` must be one that nobody can foresee.
    Parking(RandomGenerator random, InstantSource clock, DoorLimits limits) {
        this.random = random;
        this.clock = clock;
        this.limits = limits;
    }

    /// The state under which it is found again; empty when too many wait.
    synchronized Optional<String> park(Ticket ticket, Parked parked) {
        if (places.size() >= MAX) {
            return Optional.empty();
        }
        byte[] bytes = new byte[STATE_BYTES];
        random.nextBytes(bytes);
        String state = HexFormat.of().formatHex(bytes);
        places.put(state, new Place(ticket, parked, clock.instant().plus(limits.parkedMax())));
        return Optional.of(state);
    }

    /// Empty when nothing waits under that state for that request of that caller, or no longer.
    synchronized Optional<Parked> take(Ticket ticket, String state) {
        Place place = places.get(state);
        if (place == null || !place.ticket().equals(ticket) || !clock.instant().isBefore(place.until())) {
            return Optional.empty();
        }
        places.remove(state);
        return Optional.of(place.parked());
    }

    /// Ends what has waited too long.
    void sweep() {
        List<Parked> over = new ArrayList<>();
        synchronized (this) {
            places.values().removeIf(place -> {
                boolean late = !clock.instant().isBefore(place.until());
                if (late) {
                    over.add(place.parked());
                }
                return late;
            });
        }
        over.forEach(parked -> parked.abandon("nobody answered within " + limits.parkedMax()));
    }
}
