package dev.perigee.control.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.control.access.Caller;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.access.Role;
import dev.perigee.protocol.broadcast.BroadcastRequest;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.broadcast.Pacing;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BroadcastDeskTest {
    private static final Caller ADA = new Caller("ada", Role.OPERATOR, null);

    private final BroadcastPlane plane = new BroadcastPlane(10);

    @Test
    void aKeyLeadsToTheFirstBroadcast() {
        BroadcastRequest keyed = BroadcastPlane.request(Pacing.NONE).withKey("once");
        Acceptance first = plane.broadcasts.submit(ADA, keyed);
        Broadcast broadcast = ((Acceptance.Accepted) first).broadcast();

        assertThat(plane.broadcasts.submit(ADA, keyed)).isEqualTo(new Acceptance.Repeated(broadcast));
        refused(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                () -> plane.broadcasts.submit(
                        ADA,
                        BroadcastRequest.of(Target.parse("group:web"), new CommandSpec.Ping())
                                .withKey("once")));
    }

    @Test
    void thereAreNoMoreUnderWayThanMayBe() {
        Broadcast first = plane.submit(Pacing.NONE);
        plane.submit(Pacing.NONE);
        plane.submit(Pacing.NONE);

        assertThat(plane.broadcasts.submit(ADA, BroadcastPlane.request(Pacing.NONE)))
                .isEqualTo(new Acceptance.Full(BroadcastPlane.LIVE_MAX));

        plane.settle();
        plane.end(first, 10, 0);
        plane.settle();
        plane.submit(Pacing.NONE);
    }

    @Test
    void aTargetMayMeanTooManySatellites() {
        BroadcastPlane large = new BroadcastPlane(BroadcastPlane.MEMBERS_MAX + 1);

        refused(ProblemType.TARGET_TOO_LARGE, () -> large.submit(Pacing.NONE));
        assertThat(large.broadcasts.list(ADA, 10)).isEmpty();
    }

    @Test
    void wishesThatAreGrantedAlreadyChangeNothingAndOthersAreRefused() {
        Broadcast broadcast = plane.submit(new Pacing(Portion.of(1), null));
        BroadcastId id = broadcast.id();
        assertThat(plane.broadcasts.resume("ada", id)).isEqualTo(broadcast);
        Broadcast paused = plane.broadcasts.pause("ada", id);
        assertThat(paused.status().state()).isEqualTo(BroadcastState.PAUSED);
        assertThat(paused.status().reason()).isEqualTo("paused by ada");
        assertThat(plane.broadcasts.pause("bob", id)).isEqualTo(paused);
        assertThat(plane.broadcasts.resume("ada", id).status().reason()).isNull();
        plane.broadcasts.abort("ada", id);
        refused(ProblemType.BROADCAST_STATE, () -> plane.broadcasts.pause("ada", id));
        plane.settle();
        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.ABORTED);
        assertThat(plane.broadcasts.abort("ada", id).status().state()).isEqualTo(BroadcastState.ABORTED);
        refused(ProblemType.BROADCAST_STATE, () -> plane.broadcasts.resume("ada", id));
        refused(
                ProblemType.BROADCAST_UNKNOWN,
                () -> plane.broadcasts.find(BroadcastId.create(1, new SplittableRandom(9))));
    }

    @Test
    void whoeverWaitsIsToldOfTheEndOnce() {
        List<BroadcastState> told = new ArrayList<>();
        Broadcast broadcast = plane.submit(Pacing.NONE);
        plane.broadcasts.await(broadcast.id(), ended -> told.add(ended.status().state()));
        Runnable givenUp = plane.broadcasts.await(broadcast.id(), _ -> told.add(BroadcastState.PAUSED));
        refused(ProblemType.TOO_MANY_WAITS, () -> plane.broadcasts.await(broadcast.id(), _ -> {}));
        givenUp.run();
        plane.settle();
        assertThat(told).isEmpty();

        plane.end(broadcast, 10, 0);
        plane.settle();
        plane.tick();

        assertThat(told).containsExactly(BroadcastState.COMPLETED);
        plane.broadcasts.await(broadcast.id(), ended -> told.add(ended.status().state()));
        assertThat(told).hasSize(2);
    }

    private static void refused(ProblemType type, ThrowingCallable call) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.type()).isEqualTo(type));
    }
}
