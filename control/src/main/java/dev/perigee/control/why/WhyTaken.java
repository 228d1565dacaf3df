package dev.perigee.control.why;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandStatus;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.api.Explanation.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Why a command that has left the queue has not ended.
final class WhyTaken {
    private final Facts facts;
    private final Command command;
    private final CommandStatus status;
    private final Reasons reasons;

    WhyTaken(Facts facts) {
        this.facts = facts;
        this.command = facts.command();
        this.status = command.status();
        this.reasons = new Reasons(facts);
    }

    List<Reason> leased() {
        Instant leaseEnd = status.leaseUntil().orElse(facts.now());
        boolean last = status.attempts() >= command.terms().attemptsMax();
        status.cancelRequest()
                .ifPresent(wish -> addWish(
                        wish, "without an answer it counts as cancelled when its lease is over, at " + leaseEnd));
        String offer = "offered to " + reasons.satellite() + " (attempt " + Reasons.attempts(command) + ")";
        if (facts.isPast(leaseEnd)) {
            reasons.add(
                    Rule.LEASE_OVER,
                    leaseEnd,
                    offer + " and not acknowledged within " + lease() + ", which was over at " + leaseEnd);
        } else {
            reasons.add(
                    Rule.LEASED, leaseEnd, offer + ", which has " + lease() + " to acknowledge it: until " + leaseEnd);
        }
        reasons.addSilence();
        if (!status.cancelling()) {
            addWhatIsNext(leaseEnd, last);
        }
        return reasons.all();
    }

    List<Reason> acknowledged() {
        Duration timeout = command.terms().timeout();
        Instant since = status.changedAt();
        Instant end = since.plus(timeout);
        status.cancelRequest().ifPresent(wish -> addWish(wish, "until then it counts as acknowledged"));
        if (facts.isPast(end)) {
            Instant givenUp = end.plus(facts.settings().resultGrace());
            reasons.add(
                    Rule.RESULT_OVERDUE,
                    end,
                    "its timeout of " + Durations.format(timeout) + " was over at " + end
                            + " and no result has come; it counts as interrupted from " + givenUp + " on, after "
                            + reasons.setting(
                                    "commands.result-grace", facts.settings().resultGrace()));
        } else {
            reasons.add(Rule.RUNNING, since, reasons.satellite() + " acknowledged it at " + since + " and runs it");
            reasons.add(
                    Rule.EXECUTION_TIMEOUT,
                    end,
                    "its timeout of " + Durations.format(timeout) + " counts from when its program starts: warning at "
                            + "80 % (about " + since.plus(share(timeout, 80)) + "), SIGTERM at 90 % (about "
                            + since.plus(share(timeout, 90)) + "), SIGKILL at 100 % (about " + end + ")");
        }
        reasons.addSilence();
        return reasons.all();
    }

    private void addWish(CommandStatus.CancelRequest wish, String meanwhile) {
        String told = reasons.credit().isPresent()
                ? reasons.satellite() + " is told until it says what the command came to"
                : reasons.satellite() + " is not asking at this moment, and is told when it does";
        reasons.add(
                Rule.CANCEL_REQUESTED,
                wish.at(),
                wish.caller() + " wished it cancelled at " + wish.at() + "; " + told + "; " + meanwhile);
    }

    private void addWhatIsNext(Instant leaseEnd, boolean last) {
        Instant expiresAt = command.terms().expiresAt();
        if (last) {
            reasons.add(
                    Rule.LAST_ATTEMPT,
                    leaseEnd,
                    "this is attempt " + Reasons.attempts(command)
                            + ": without an acknowledgement it is dead-lettered at " + leaseEnd);
        } else if (leaseEnd.isBefore(expiresAt)) {
            reasons.add(
                    Rule.OFFERED_AGAIN,
                    leaseEnd,
                    "without an acknowledgement it is offered again after " + leaseEnd + ", "
                            + (command.terms().attemptsMax() - status.attempts()) + " more times at most");
        }
        reasons.add(
                Rule.EXPIRES,
                expiresAt,
                "it expires at " + expiresAt + " unless it is acknowledged by then; a lease that runs is waited for");
    }

    private String lease() {
        return reasons.setting("commands.lease", facts.settings().lease());
    }

    private static Duration share(Duration whole, int percent) {
        return whole.multipliedBy(percent).dividedBy(100);
    }
}
