package dev.perigee.control.why;

import static dev.perigee.control.why.SampleFacts.EXPIRES;
import static dev.perigee.control.why.SampleFacts.START;
import static dev.perigee.control.why.SampleFacts.acknowledged;
import static dev.perigee.control.why.SampleFacts.ended;
import static dev.perigee.control.why.SampleFacts.leased;
import static dev.perigee.control.why.SampleFacts.queued;
import static dev.perigee.control.why.SampleFacts.wish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.api.Explanation.Reason;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.FailureCode;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WhyTest {
    @Test
    void theNextInLineIsAboutToBeOffered() {
        List<Reason> why = queued(0, null).after(1);

        assertRules(why, "next_in_line", "expires");
        assertThat(why.getFirst().text())
                .isEqualTo("it is the next for satellite \"edge-1\", which takes 2 more: it is about to be offered");
        assertThat(why.getLast())
                .isEqualTo(new Reason(
                        "expires",
                        EXPIRES,
                        "it expires at 2026-01-01T00:01:00Z unless it is acknowledged by then: its ttl is 1m"));
    }

    @Test
    void whatGoesBeforeItIsCounted() {
        List<Reason> why = queued(0, null).behind(7).after(1);

        assertRules(why, "queued_behind", "expires");
        assertThat(why.getFirst().text())
                .isEqualTo("7 commands for satellite \"edge-1\" go before it: they are more urgent than normal, or as"
                        + " urgent and submitted earlier");
    }

    @Test
    void aCommandBeforeItsTimeIsHeld() {
        Instant notBefore = START.plusSeconds(30);
        List<Reason> why = queued(0, notBefore).notBefore(notBefore).after(1);

        assertRules(why, "held_before_its_time", "expires");
        assertThat(why.getFirst())
                .isEqualTo(new Reason(
                        "held_before_its_time",
                        notBefore,
                        "it is not offered before 2026-01-01T00:00:30Z: that is its not-before time"));
        assertThat(why.getLast().text()).endsWith("its ttl is 30s");
    }

    @Test
    void aCommandThatNobodyAcknowledgedWaitsForItsBackoff() {
        List<Reason> why = queued(2, START.plusSeconds(30)).after(1);

        assertRules(why, "held_after_a_lease", "expires");
        assertThat(why.getFirst().text())
                .isEqualTo("it is offered again at 2026-01-01T00:00:30Z, because nobody acknowledged it within"
                        + " commands.lease (15s); offered 2 of 3 times, with a wait between that grows from"
                        + " commands.backoff-min (500ms) to commands.backoff-max (30s)");
    }

    @Test
    void aHoldThatIsOverIsSaid() {
        assertRules(queued(2, START.plusSeconds(30)).after(30), "hold_over", "expires");
    }

    @Test
    void aCommandThatWasOfferedInVainBeforeSaysSo() {
        List<Reason> why = queued(1, null).after(1);

        assertRules(why, "next_in_line", "offered_before", "expires");
        assertThat(why.get(1).text())
                .isEqualTo("offered 1 of 3 times; nobody acknowledged it within commands.lease (15s)");
    }

    @Test
    void aSilentSatelliteIsMoreDecisiveThanTheQueue() {
        List<Reason> dead = queued(0, null).satellite(Liveness.DEAD).behind(2).after(1);
        List<Reason> stale = queued(0, null).satellite(Liveness.STALE).after(1);

        assertRules(dead, "satellite_dead", "queued_behind", "expires");
        assertThat(dead.getFirst().text())
                .isEqualTo("satellite \"edge-1\" counts as dead: last seen 2025-12-31T23:43:20Z, longer ago than"
                        + " satellites.stale-after (90s) and satellites.dead-after (5m)");
        assertThat(dead.getFirst().at()).isEqualTo(START.minusSeconds(1000));
        assertRules(stale, "satellite_stale", "expires");
        assertThat(stale.getFirst().text()).endsWith("longer ago than satellites.stale-after (90s)");
    }

    @Test
    void aHoldIsMoreDecisiveThanASilentSatellite() {
        assertRules(
                queued(1, START.plusSeconds(30)).satellite(Liveness.DEAD).after(1),
                "held_after_a_lease",
                "satellite_dead",
                "expires");
    }

    @Test
    void aSatelliteThatIsNotThereIsSaid() {
        assertRules(queued(0, null).satellite((Facts.Machine) null).after(1), "satellite_unknown", "expires");
    }

    @Test
    void aSatelliteThatDoesNotAskIsSaid() {
        assertRules(queued(0, null).withoutSession().after(1), "no_session", "expires");
    }

    @Test
    void aSatelliteWithoutAFreeSlotIsSaid() {
        List<Reason> unknown = queued(0, null)
                .satellite(new Facts.Machine(Liveness.LIVE, START, 0, 8, null))
                .after(1);
        List<Reason> known = queued(0, null)
                .satellite(new Facts.Machine(Liveness.LIVE, START, 0, 8, 8))
                .after(1);

        assertRules(unknown, "no_free_slot", "expires");
        assertThat(unknown.getFirst().text())
                .isEqualTo("satellite \"edge-1\" takes no more now: 8 commands run there, as many as its max-concurrent"
                        + " allows");
        assertThat(known.getFirst().text()).endsWith("8 commands run there, and its max-concurrent is 8");
    }

    @Test
    void aTimeToLiveThatIsOverComesFirst() {
        assertRules(
                queued(1, START.plusSeconds(90)).withoutSession().after(60),
                "time_to_live_over",
                "held_after_a_lease",
                "no_session");
    }

    @Test
    void aLeaseSaysHowLongItRunsAndWhatComesAfter() {
        List<Reason> why = leased(1, null).after(1);

        assertRules(why, "leased", "offered_again", "expires");
        assertThat(why.getFirst())
                .isEqualTo(new Reason(
                        "leased",
                        START.plusSeconds(15),
                        "offered to satellite \"edge-1\" (attempt 1 of 3), which has commands.lease (15s) to"
                                + " acknowledge it: until 2026-01-01T00:00:15Z"));
        assertThat(why.get(1).text())
                .isEqualTo("without an acknowledgement it is offered again after 2026-01-01T00:00:15Z, 2 more times at"
                        + " most");
    }

    @Test
    void theLastAttemptSaysThatItIs() {
        List<Reason> why = leased(3, null).satellite(Liveness.STALE).after(1);

        assertRules(why, "leased", "satellite_stale", "last_attempt", "expires");
        assertThat(why.get(2).text())
                .isEqualTo("this is attempt 3 of 3: without an acknowledgement it is dead-lettered at"
                        + " 2026-01-01T00:00:15Z");
    }

    @Test
    void aLeaseThatIsOverIsSaid() {
        assertRules(leased(1, null).after(15), "lease_over", "offered_again", "expires");
    }

    @Test
    void aWishToCancelWhatIsLeasedComesFirst() {
        List<Reason> why = leased(1, wish()).after(4);

        assertRules(why, "cancel_requested", "leased");
        assertThat(why.getFirst())
                .isEqualTo(new Reason(
                        "cancel_requested",
                        START.plusSeconds(3),
                        "ada wished it cancelled at 2026-01-01T00:00:03Z; satellite \"edge-1\" is told until it says"
                                + " what the command came to; without an answer it counts as cancelled when its lease"
                                + " is over, at 2026-01-01T00:00:15Z"));
    }

    @Test
    void whatRunsSaysWhenItIsEnded() {
        List<Reason> why = acknowledged(null).after(1);

        assertRules(why, "running", "execution_timeout");
        assertThat(why.getLast())
                .isEqualTo(new Reason(
                        "execution_timeout",
                        START.plusSeconds(100),
                        "its timeout of 100s counts from when its program starts: warning at 80 % (about"
                                + " 2026-01-01T00:01:20Z), SIGTERM at 90 % (about 2026-01-01T00:01:30Z), SIGKILL at"
                                + " 100 % (about 2026-01-01T00:01:40Z)"));
    }

    @Test
    void aWishToCancelWhatRunsWaitsForASatelliteThatDoesNotAsk() {
        List<Reason> why = acknowledged(wish()).withoutSession().after(4);

        assertRules(why, "cancel_requested", "running", "execution_timeout");
        assertThat(why.getFirst().text()).contains("is not asking at this moment, and is told when it does");
    }

    @Test
    void aResultThatIsOverdueIsSaid() {
        List<Reason> why = acknowledged(null).satellite(Liveness.DEAD).after(100);

        assertRules(why, "result_overdue", "satellite_dead");
        assertThat(why.getFirst())
                .isEqualTo(new Reason(
                        "result_overdue",
                        START.plusSeconds(100),
                        "its timeout of 100s was over at 2026-01-01T00:01:40Z and no result has come; it counts as"
                                + " interrupted from 2026-01-02T00:01:40Z on, after commands.result-grace (1d)"));
    }

    @Test
    void eachEndSaysHowItCameAbout() {
        Output none = Output.EMPTY;
        assertEnd(new Result.Completed(3, none, none, 12), "completed", "in 12 ms, with exit code 3");
        assertEnd(
                new Result.Failed(FailureCode.PROGRAM_NOT_FOUND, "no rm"),
                "failed",
                "did not run it: program_not_found");
        assertEnd(new Result.Unsupported("dance"), "unsupported", "type \"dance\"");
        assertEnd(new Result.TimedOut(none, none, 100_000), "timed_out", "its timeout of 100s ran out");
        assertEnd(new Result.Interrupted("it died", none, none), "interrupted", "it died; it is not idempotent");
        assertEnd(Result.Cancelled.NEVER_BEGUN, "cancelled", "did not begin it");
        assertEnd(new Result.Cancelled(none, none, 40), "cancelled", "ended it after 40 ms");
    }

    @Test
    void anInterruptedCommandThatIsIdempotentSaysNothingOfThat() {
        List<Reason> why = ended(new Result.Interrupted("it died", Output.EMPTY, Output.EMPTY), null)
                .idempotent()
                .after(9);

        assertThat(why.getFirst().text()).isEqualTo("it died");
    }

    @Test
    void anEndWithoutAResultSaysItsReason() {
        assertThat(ended(CommandState.EXPIRED, "not acknowledged").after(9))
                .containsExactly(new Reason(
                        "expired", START.plusSeconds(5), "not acknowledged; it expired at 2026-01-01T00:01:00Z"));
        assertThat(ended(CommandState.CANCELLED, "cancelled by ada while queued")
                        .after(9))
                .containsExactly(new Reason("cancelled", START.plusSeconds(5), "cancelled by ada while queued"));
        assertThat(ended(CommandState.DEAD_LETTERED, "offered 3 times").after(9))
                .containsExactly(new Reason(
                        "dead_lettered",
                        START.plusSeconds(5),
                        "offered 3 times; its attempts are used up, and `perigee redrive " + SampleFacts.ID
                                + "` submits it once more"));
    }

    @Test
    void aWishToCancelThatCameTooLateIsSaid() {
        List<Reason> why = ended(new Result.Completed(0, Output.EMPTY, Output.EMPTY, 1), wish())
                .after(9);

        assertRules(why, "completed", "cancelled_too_late");
        assertThat(why.getLast().at()).isEqualTo(START.plusSeconds(3));
    }

    private static void assertEnd(Result result, String rule, String text) {
        assertThat(ended(result, null).after(9)).singleElement().satisfies(reason -> {
            assertThat(reason.rule()).isEqualTo(rule);
            assertThat(reason.at()).isEqualTo(START.plusSeconds(5));
            assertThat(reason.text()).contains(text);
        });
    }

    private static void assertRules(List<Reason> why, String... rules) {
        assertThat(why).extracting(Reason::rule).containsExactly(rules);
    }
}
