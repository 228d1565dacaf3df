package dev.perigee.server.channel.longpoll;

import dev.perigee.control.dispatch.DeliverySink;
import dev.perigee.control.dispatch.SessionEnd;
import dev.perigee.control.dispatch.Uptake;
import dev.perigee.http.Call;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;

/// Answers a poll with the one batch it takes.
record PollSink(Call call, LongPollChannel.Wording wording) implements DeliverySink {
    @Override
    public Uptake deliver(Deliveries deliveries) {
        return call.reply(200, wording.of(deliveries)) ? Uptake.FULL : Uptake.GONE;
    }

    @Override
    public void end(SessionEnd why) {
        switch (why) {
            case SessionEnd.Finished _, SessionEnd.Replaced _ -> call.reply(200, wording.of(Deliveries.NONE));
            case SessionEnd.Draining _ ->
                call.fail(new ProblemException(ProblemType.DRAINING, "the control plane is stopping"));
            case SessionEnd.Failed(RuntimeException cause) -> call.fail(cause);
        }
    }
}
