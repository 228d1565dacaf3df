package dev.perigee.control.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.control.StoreUnavailable;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandEvent;
import dev.perigee.control.command.Openings;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.broadcast.BroadcastState;
import dev.perigee.protocol.broadcast.Pacing;
import dev.perigee.protocol.broadcast.Portion;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.testkit.store.SampleBroadcast;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BroadcastDriverTest {
    @Test
    void everyMemberGetsOneCommandAndItCompletesWhenAllHaveEnded() {
        BroadcastPlane plane = new BroadcastPlane(1_234);
        Broadcast broadcast = plane.submit(Pacing.NONE);
        assertThat(plane.commands.of(broadcast.id())).isEmpty();

        plane.settle();

        assertThat(plane.commands.of(broadcast.id()))
                .extracting(Command::satellite)
                .isEqualTo(SampleBroadcast.satellites(1_234));
        assertThat(plane.signals).hasSize(1_234);
        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.RUNNING);

        plane.end(broadcast, 1_234, 0);
        plane.settle();

        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.COMPLETED);
        assertThat(plane.broadcasts.tally(plane.broadcasts.find(broadcast.id())).succeeded())
                .isEqualTo(1_234);
    }

    @Test
    void aCommandIsAsTheBroadcastSays() {
        BroadcastPlane plane = new BroadcastPlane(1);
        Broadcast broadcast = plane.submit(Pacing.NONE);
        plane.clock.advance(Duration.ofMinutes(3));
        plane.settle();

        Command command = plane.commands.of(broadcast.id()).getFirst();

        assertThat(command.origin().correlation()).isEqualTo("deploy");
        assertThat(command.origin().caller()).isEqualTo("ada");
        assertThat(command.terms().expiresAt())
                .as("counted from its creation")
                .isEqualTo(Instant.parse("2026-01-01T00:04:00Z"));
    }

    @Test
    void noMoreThanMayBeAreLiveAndEndsMakeRoom() {
        BroadcastPlane plane = new BroadcastPlane(25);
        Broadcast broadcast = plane.submit(new Pacing(Portion.of(10), null));
        plane.settle();
        assertThat(plane.live(broadcast.id())).hasSize(10);

        plane.end(broadcast, 4, 1);
        plane.settle();
        assertThat(plane.live(broadcast.id())).hasSize(10);
        assertThat(plane.commands.of(broadcast.id())).hasSize(14);

        plane.end(broadcast, 10, 0);
        plane.settle();
        plane.end(broadcast, 10, 0);
        plane.settle();
        assertThat(plane.live(broadcast.id())).hasSize(1);
        plane.end(broadcast, 1, 0);
        plane.settle();
        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.COMPLETED);
    }

    @Test
    void withoutHintsTheDutyGoesOn() {
        BroadcastPlane plane = new BroadcastPlane(4);
        Broadcast broadcast = plane.submit(new Pacing(Portion.of(1), null));
        plane.loseHints();
        for (int i = 0; i < 4; i++) {
            plane.tick();
            assertThat(plane.live(broadcast.id())).hasSize(1);
            plane.end(broadcast, 1, 0);
        }
        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.RUNNING);
        plane.tick();

        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.COMPLETED);
    }

    @Test
    void tooManyFailuresStopIt() {
        BroadcastPlane plane = new BroadcastPlane(100);
        Broadcast broadcast = plane.submit(new Pacing(Portion.of(10), Portion.of(2)));
        plane.settle();

        plane.end(broadcast, 2, 1);
        plane.settle();
        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.RUNNING);
        plane.end(broadcast, 1, 1);
        plane.settle();
        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.STOPPING);
        int created = plane.commands.of(broadcast.id()).size();

        plane.end(broadcast, plane.live(broadcast.id()).size(), 0);
        plane.settle();

        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.STOPPED);
        assertThat(plane.commands.of(broadcast.id())).hasSize(created);
        assertThat(plane.broadcasts.find(broadcast.id()).status().reason()).startsWith("3 commands failed");
    }

    @Test
    void pausedNothingIsCreatedAndResumedItGoesOn() {
        BroadcastPlane plane = new BroadcastPlane(20);
        Broadcast broadcast = plane.submit(new Pacing(Portion.of(5), null));
        plane.settle();

        plane.broadcasts.pause("ada", broadcast.id());
        plane.end(broadcast, 5, 0);
        plane.tick();
        assertThat(plane.commands.of(broadcast.id())).hasSize(5);
        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.PAUSED);

        plane.broadcasts.resume("ada", broadcast.id());
        plane.settle();
        assertThat(plane.commands.of(broadcast.id())).hasSize(10);
    }

    @Test
    void abortedItsLiveCommandsAreCancelledAndItEndsWhenTheyHave() {
        BroadcastPlane plane = new BroadcastPlane(700);
        Broadcast broadcast = plane.submit(new Pacing(Portion.of(600), null));
        plane.settle();
        Command leased = plane.live(broadcast.id()).getFirst();
        plane.desk
                .transitions()
                .apply(
                        List.of(leased),
                        new CommandEvent.Claimed(plane.clock.instant().plusSeconds(9)));

        plane.broadcasts.abort("ada", broadcast.id());
        plane.settle();

        assertThat(plane.live(broadcast.id())).hasSize(1);
        assertThat(plane.desk.find(leased.id()).status().cancelling()).isTrue();
        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.ABORTING);

        plane.end(broadcast, 1, 0);
        plane.settle();

        assertThat(plane.state(broadcast)).isEqualTo(BroadcastState.ABORTED);
        Tally tally = plane.broadcasts.tally(plane.broadcasts.find(broadcast.id()));
        assertThat(tally.states()).containsEntry(CommandState.CANCELLED, 599).containsEntry(CommandState.COMPLETED, 1);
        assertThat(plane.commands.of(broadcast.id())).hasSize(600);
    }

    @Test
    void whatFailsAtAnyCallGoesOnAndNoMemberIsLeftOutOrServedTwice() {
        for (int failAt = 0; failAt < 40; failAt++) {
            AtomicInteger calls = new AtomicInteger(failAt);
            BroadcastPlane plane = new BroadcastPlane(1_100, store -> failing(store, calls), Openings.NONE);
            Broadcast broadcast = SampleBroadcast.to(1_100);
            plane.kept.insert(broadcast, SampleBroadcast.satellites(1_100), 10);

            for (int i = 0; i < 3; i++) {
                try {
                    plane.driver.run();
                } catch (StoreUnavailable _) {
                    // as the upkeep does
                }
                plane.settle();
            }

            // its pacing lets 110 be live
            assertThat(plane.commands.of(broadcast.id())).hasSize(110);
            Set<SatelliteId> served = new HashSet<>();
            plane.commands.of(broadcast.id()).forEach(command -> served.add(command.satellite()));
            assertThat(served).hasSize(110);
        }
    }

    @Test
    void aCommandIsLeasedAsItIsCreatedWhereAChannelWaits() {
        List<SatelliteId> delivered = new ArrayList<>();
        List<SatelliteId> givenBack = new ArrayList<>();
        Openings openings = satellite -> satellite.value().endsWith("1")
                ? Optional.of(new Openings.Opening() {
                    @Override
                    public Instant leaseUntil() {
                        return Instant.parse("2026-01-01T00:00:15Z");
                    }

                    @Override
                    public void deliver(Command leased) {
                        delivered.add(leased.satellite());
                    }

                    @Override
                    public void giveBack() {
                        givenBack.add(satellite);
                    }
                })
                : Optional.empty();
        BroadcastPlane plane = new BroadcastPlane(20, store -> store, openings);
        Broadcast broadcast = plane.submit(Pacing.NONE);
        plane.settle();

        assertThat(delivered).extracting(SatelliteId::value).containsExactly("sat-000001", "sat-000011");
        assertThat(givenBack).isEmpty();
        assertThat(plane.broadcasts.tally(broadcast).states())
                .containsEntry(CommandState.LEASED, 2)
                .containsEntry(CommandState.QUEUED, 18);
    }

    @Test
    void channelsThatWereTakenForABatchThatIsNotMadeAreGivenBack() {
        List<SatelliteId> givenBack = new ArrayList<>();
        Openings openings = satellite -> Optional.of(new Openings.Opening() {
            @Override
            public Instant leaseUntil() {
                return Instant.parse("2026-01-01T00:00:15Z");
            }

            @Override
            public void deliver(Command leased) {
                throw new AssertionError("nothing was created");
            }

            @Override
            public void giveBack() {
                givenBack.add(satellite);
            }
        });
        BroadcastPlane plane = new BroadcastPlane(3, store -> neverApplying(store), openings);
        plane.submit(Pacing.NONE);

        plane.kicked.removeFirst().run();

        assertThat(givenBack).hasSizeGreaterThanOrEqualTo(3);
    }

    /// Fails the one call whose turn it is.
    private static BroadcastStore failing(BroadcastStore store, AtomicInteger callsBefore) {
        return (BroadcastStore) Proxy.newProxyInstance(
                BroadcastStore.class.getClassLoader(),
                new Class<?>[] {BroadcastStore.class},
                (_, method, arguments) -> {
                    if (callsBefore.getAndDecrement() == 0) {
                        throw new StoreUnavailable("the disk is full");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static BroadcastStore neverApplying(BroadcastStore store) {
        return (BroadcastStore) Proxy.newProxyInstance(
                BroadcastStore.class.getClassLoader(),
                new Class<?>[] {BroadcastStore.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("apply")) {
                        throw new StoreUnavailable("the disk is full");
                    }
                    return method.invoke(store, arguments);
                });
    }
}
