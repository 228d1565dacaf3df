package dev.perigee.control.why;

import dev.perigee.control.command.Command;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.api.Explanation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Why a command is still queued.
final class WhyQueued {
    private final Facts facts;
    private final Command command;
    private final Reasons reasons;

    WhyQueued(Facts facts) {
        this.facts = facts;
        this.command = facts.command();
        this.reasons = new Reasons(facts);
    }

    List<Reason> reasons() {
        Instant expiresAt = command.terms().expiresAt();
        if (facts.isPast(expiresAt)) {
            reasons.add(
                    Rule.TIME_TO_LIVE_OVER,
                    expiresAt,
                    "its time to live was over at " + expiresAt + "; it is about to expire");
        }
        command.status().heldUntil().ifPresent(this::addHold);
        if (!reasons.addSilence()) {
            addOffer();
        }
        if (facts.queuedBefore() > 0) {
            reasons.add(
                    Rule.QUEUED_BEHIND,
                    facts.now(),
                    facts.queuedBefore() + " commands for " + reasons.satellite()
                            + " go before it: they are more urgent than " + priority()
                            + ", or as urgent and submitted earlier");
        }
        if (command.status().attempts() > 0 && command.status().heldUntil().isEmpty()) {
            reasons.add(
                    Rule.OFFERED_BEFORE,
                    command.status().changedAt(),
                    "offered " + Reasons.attempts(command) + " times; nobody acknowledged it within " + lease());
        }
        if (!facts.isPast(expiresAt)) {
            reasons.add(
                    Rule.EXPIRES,
                    expiresAt,
                    "it expires at " + expiresAt + " unless it is acknowledged by then: its ttl is "
                            + Durations.format(Duration.between(begins(), expiresAt)));
        }
        return reasons.all();
    }

    private void addHold(Instant until) {
        if (facts.isPast(until)) {
            reasons.add(
                    Rule.HOLD_OVER, until, "it was held back until " + until + ", which is over; it is offered next");
        } else if (command.status().attempts() == 0) {
            reasons.add(
                    Rule.HELD_BEFORE_ITS_TIME,
                    until,
                    "it is not offered before " + until + ": that is its not-before time");
        } else {
            reasons.add(
                    Rule.HELD_AFTER_A_LEASE,
                    until,
                    "it is offered again at " + until + ", because nobody acknowledged it within " + lease()
                            + "; offered " + Reasons.attempts(command) + " times, with a wait between that grows from "
                            + reasons.setting(
                                    "commands.backoff-min",
                                    facts.settings().redelivery().backoffMin())
                            + " to "
                            + reasons.setting(
                                    "commands.backoff-max",
                                    facts.settings().redelivery().backoffMax()));
        }
    }

    /// What its satellite, which is there, has to do with it.
    private void addOffer() {
        Optional<Integer> credit = reasons.credit();
        if (credit.isEmpty()) {
            reasons.add(
                    Rule.NO_SESSION,
                    facts.now(),
                    reasons.satellite() + " is not asking for work at this moment; it is offered when it asks next");
        } else if (credit.get() == 0) {
            reasons.add(Rule.NO_FREE_SLOT, facts.now(), reasons.satellite() + " takes no more now: " + load());
        } else if (facts.queuedBefore() == 0 && command.status().claimable()) {
            reasons.add(
                    Rule.NEXT_IN_LINE,
                    facts.now(),
                    "it is the next for " + reasons.satellite() + ", which takes " + credit.get()
                            + " more: it is about to be offered");
        }
    }

    private String load() {
        Facts.Machine machine = facts.satellite();
        if (machine == null) {
            return "";
        }
        String running = machine.running() + " commands run there";
        return machine.maxConcurrent() == null
                ? running + ", as many as its max-concurrent allows"
                : running + ", and its max-concurrent is " + machine.maxConcurrent();
    }

    private String lease() {
        return reasons.setting("commands.lease", facts.settings().lease());
    }

    private String priority() {
        return command.terms().priority().wireName();
    }

    private Instant begins() {
        Instant notBefore = command.terms().notBefore();
        return notBefore == null ? command.origin().submittedAt() : notBefore;
    }
}
