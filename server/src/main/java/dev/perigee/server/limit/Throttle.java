package dev.perigee.server.limit;

import dev.perigee.http.Call;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How often each may call. Whoever is known pays with what is its own and costs its address nothing; whoever is not
/// pays with its address's, so that a stranger uses up nobody's budget. Throws the problem `rate_limited`, and sets the
/// headers of the answer. Thread-safe; blocks nobody.
public final class Throttle {
    private static final Logger log = LoggerFactory.getLogger(Throttle.class);
    private static final long LOG_EVERY_NANOS = 60_000_000_000L;
    private static final String ALL = "";

    private final Addresses addresses;
    private final Counted satellites;
    private final Counted operators;
    private final Counted strangers;
    private final Counted registrationsOfAddress;
    private final Counted registrations;

    public Throttle(Rates rates, LongSupplier nanos) {
        this.addresses = new Addresses(rates.trustedProxies());
        this.satellites = counted("satellite", rates.satellite(), nanos);
        this.operators = counted("operator", rates.operator(), nanos);
        this.strangers = counted("address", rates.address(), nanos);
        this.registrationsOfAddress = counted("registration-address", rates.registrationOfAddress(), nanos);
        this.registrations = counted("registration", rates.registration(), nanos);
    }

    /// Where the call comes from, in full: its peer, or the one that a trusted proxy speaks for.
    public String address(Call call) {
        return addresses.whole(call);
    }

    /// Counts a call of this satellite, which has proven that it is.
    public void satellite(Call call, SatelliteId satellite) {
        if (satellites.buckets().take(satellite.value()) instanceof Buckets.Take.Refused refused) {
            throw satellites.refuse(call, "satellite \"" + satellite + "\"", refused);
        }
    }

    /// Counts a call of this operator, who has proven to be that.
    public void operator(Call call, String name) {
        switch (operators.buckets().take(name)) {
            case Buckets.Take.Given given -> operators.say(call, given);
            case Buckets.Take.Refused refused -> throw operators.refuse(call, "\"" + name + "\"", refused);
        }
    }

    /// Counts a call of whom nobody knows; what it is to be answered, `why` or that this was too often.
    public ProblemException stranger(Call call, String why) {
        String address = addresses.of(call);
        return switch (strangers.buckets().take(address)) {
            case Buckets.Take.Given _ -> new ProblemException(ProblemType.UNAUTHORIZED, why);
            case Buckets.Take.Refused refused -> strangers.refuse(call, "unknown callers at " + address, refused);
        };
    }

    /// Finds out by `asking`, which costs something, who calls: counted as a stranger's call unless that is found out,
    /// or is not the caller's fault.
    public <T> T recognising(Call call, Supplier<T> asking) {
        String address = addresses.of(call);
        if (strangers.buckets().take(address) instanceof Buckets.Take.Refused refused) {
            throw strangers.refuse(call, "unknown callers at " + address, refused);
        }
        boolean isStranger = false;
        try {
            return asking.get();
        } catch (ProblemException e) {
            isStranger = e.problem().status() < 500 && e.type() != ProblemType.RATE_LIMITED;
            throw e;
        } catch (BadValue e) {
            isStranger = true;
            throw e;
        } finally {
            if (!isStranger) {
                strangers.buckets().giveBack(address);
            }
        }
    }

    /// As `recognising`, of somebody who comes to be known by this: registrations that succeed are counted for the
    /// address and in all, and only those, so that nobody without a token keeps others from registering.
    public <T> T registering(Call call, Supplier<T> registering) {
        return recognising(call, () -> {
            String address = addresses.of(call);
            hold(call, registrationsOfAddress, address, "registrations from " + address);
            boolean heldOfAll = false;
            boolean registered = false;
            try {
                hold(call, registrations, ALL, "registrations");
                heldOfAll = true;
                T made = registering.get();
                registered = true;
                return made;
            } finally {
                if (!registered) {
                    registrationsOfAddress.buckets().giveBack(address);
                }
                if (heldOfAll && !registered) {
                    registrations.buckets().giveBack(ALL);
                }
            }
        });
    }

    private static void hold(Call call, Counted counted, String key, String what) {
        if (counted.buckets().take(key) instanceof Buckets.Take.Refused refused) {
            throw counted.refuse(call, what, refused);
        }
    }

    private static Counted counted(String name, Rate rate, LongSupplier nanos) {
        return new Counted(
                new Buckets(name, rate, nanos),
                nanos,
                new AtomicLong(),
                new AtomicLong(nanos.getAsLong() - LOG_EVERY_NANOS));
    }

    /// Buckets, how many calls they have refused, and when that was last said in the log.
    private record Counted(Buckets buckets, LongSupplier nanos, AtomicLong refusals, AtomicLong said) {
        void say(Call call, Buckets.Take take) {
            call.answerHeader("RateLimit-Policy", buckets.policy());
            call.answerHeader("RateLimit", buckets.state(take));
        }

        ProblemException refuse(Call call, String whose, Buckets.Take.Refused refused) {
            say(call, refused);
            call.answerHeader("Retry-After", String.valueOf(refused.seconds()));
            long all = refusals.incrementAndGet();
            long now = nanos.getAsLong();
            long before = said.get();
            if (now - before >= LOG_EVERY_NANOS && said.compareAndSet(before, now)) {
                log.atWarn()
                        .addKeyValue("limit", buckets.name())
                        .addKeyValue("whose", whose)
                        .addKeyValue("refusedSinceStart", all)
                        .log("too many calls; said once a minute");
            }
            return new ProblemException(
                    ProblemType.RATE_LIMITED,
                    "too many calls of " + whose + ": expected at most "
                            + buckets.rate().perSecond() + " a second and "
                            + buckets.rate().burst() + " at once; try again in " + refused.seconds() + " s");
        }
    }
}
