package dev.perigee.testkit.simulation;

import dev.perigee.protocol.heartbeat.HeartbeatReceipt;
import dev.perigee.testkit.simulation.Events.Side;
import java.time.Duration;

/// Sends heartbeats as the satellite's heart does; what is lost is not sent again.
record Beating(World world, SimulatedSatellite machine, SatelliteProcess process) {
    private static final Duration INTERVAL = LivenessBook.SILENCE.staleAfter().dividedBy(3);

    void begin() {
        process.after(INTERVAL.minus(world.chance().between(Duration.ZERO, INTERVAL.dividedBy(6))), () -> {
            String what = machine.id() + " beats";
            String credential = machine.key().reveal();
            machine.network().send(what, Side.CONTROL_PLANE, () -> {
                SimulatedCall<HeartbeatReceipt> call =
                        new SimulatedCall<>(what, machine.network(), Side.SATELLITE, _ -> {});
                machine.controlPlane().beat(call, credential);
            });
            begin();
        });
    }
}
