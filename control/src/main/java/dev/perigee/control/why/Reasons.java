package dev.perigee.control.why;

import dev.perigee.control.command.Command;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.api.Explanation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reasons as they are found, and what several kinds of them say alike.
final class Reasons {
    private final Facts facts;
    private final List<Reason> found = new ArrayList<>();

    Reasons(Facts facts) {
        this.facts = facts;
    }

    void add(Rule rule, Instant at, String text) {
        found.add(rule.at(at, text));
    }

    List<Reason> all() {
        return List.copyOf(found);
    }

    String satellite() {
        return "satellite \"" + facts.command().satellite() + "\"";
    }

    /// `attempt 2 of 3`, or how often it was offered out of how often it may be.
    static String attempts(Command command) {
        return command.status().attempts() + " of " + command.terms().attemptsMax();
    }

    String setting(String name, Duration value) {
        return name + " (" + Durations.format(value) + ")";
    }

    /// A satellite that is not there, or was not heard of for long; whether it is.
    boolean addSilence() {
        Facts.Machine machine = facts.satellite();
        if (machine == null) {
            add(Rule.SATELLITE_UNKNOWN, facts.now(), satellite() + " is not registered any more");
            return true;
        }
        String stale =
                setting("satellites.stale-after", facts.settings().silence().staleAfter());
        String lastSeen = ": last seen " + machine.lastSeen() + ", longer ago than " + stale;
        switch (machine.liveness()) {
            case LIVE -> {
                return false;
            }
            case STALE -> add(Rule.SATELLITE_STALE, machine.lastSeen(), satellite() + " is silent" + lastSeen);
            case DEAD -> {
                String dead = setting(
                        "satellites.dead-after", facts.settings().silence().deadAfter());
                add(
                        Rule.SATELLITE_DEAD,
                        machine.lastSeen(),
                        satellite() + " counts as dead" + lastSeen + " and " + dead);
            }
        }
        return true;
    }

    Optional<Integer> credit() {
        return Optional.ofNullable(facts.satellite()).map(Facts.Machine::credit);
    }
}
