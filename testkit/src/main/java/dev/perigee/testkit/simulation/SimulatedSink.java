package dev.perigee.testkit.simulation;

import dev.perigee.control.dispatch.DeliverySink;
import dev.perigee.control.dispatch.SessionEnd;
import dev.perigee.control.dispatch.Uptake;
import dev.perigee.protocol.delivery.Deliveries;
import java.util.function.Supplier;

/// Answers a poll with the one batch it takes, as the long-poll channel does.
record SimulatedSink(SimulatedCall<Handout> call, Supplier<String> config) implements DeliverySink {
    @Override
    public Uptake deliver(Deliveries deliveries) {
        return call.reply(new Handout(deliveries, config.get())) ? Uptake.FULL : Uptake.GONE;
    }

    @Override
    public void end(SessionEnd why) {
        switch (why) {
            case SessionEnd.Finished _, SessionEnd.Replaced _ -> call.reply(new Handout(Deliveries.NONE, config.get()));
            case SessionEnd.Draining _ -> call.fail("draining");
            case SessionEnd.Failed(RuntimeException cause) -> call.fail(String.valueOf(cause.getMessage()));
        }
    }
}
