package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandDesk;
import dev.perigee.control.live.LiveOutput;
import dev.perigee.control.live.LivePosition;
import dev.perigee.http.Call;
import dev.perigee.http.EventStream;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import io.vertx.core.http.HttpMethod;

/// The part of the operator API that goes on while a command runs: its changes and its output as server-sent events,
/// see docs/api.md. A stream counts as a wait, and holds no thread.
public final class FollowApi {
    private static final int NUMBER_DIGITS_MAX = 15;

    private final Access access;
    private final CommandDesk desk;
    private final LiveOutput live;
    private final WaitingCalls waiting;

    public FollowApi(Access access, CommandDesk desk, LiveOutput live, WaitingCalls waiting) {
        this.access = access;
        this.desk = desk;
        this.live = live;
        this.waiting = waiting;
    }

    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.GET, "/api/v1/commands/:id/events", 0, access, this::events);
        edge.serve(HttpMethod.GET, "/api/v1/commands/:id/output", 0, access, this::output);
    }

    private void events(Call call) {
        CommandId id = find(call);
        String last = call.lastEventId().orElse("-1");
        int revision = last.equals("-1") ? -1 : (int) Math.min(Integer.MAX_VALUE, number("Last-Event-ID", last));
        StateEvents source = new StateEvents(live, id, revision);
        EventStream stream = call.stream(source);
        call.onEnd(live.subscribe(id, stream::hint));
        call.onEnd(desk.watch(id, command -> {
            source.changed(command);
            stream.hint();
        }));
        waiting.hold(call);
        stream.open();
    }

    private void output(Call call) {
        CommandId id = find(call);
        LivePosition position = call.lastEventId().map(LivePosition::parse).orElseGet(() -> asked(call));
        OutputEvents source = new OutputEvents(live, id, position);
        EventStream stream = call.stream(source);
        call.onEnd(live.subscribe(id, stream::hint));
        call.onEnd(desk.await(id, command -> {
            source.ended(command);
            stream.hint();
        }));
        waiting.hold(call);
        stream.open();
    }

    /// The command that the path names, which the caller may look at.
    private CommandId find(Call call) {
        Command command = desk.find(new CommandId(call.path("id")));
        access.require(call, Act.LOOK, command.satellite());
        return command.id();
    }

    private static LivePosition asked(Call call) {
        return new LivePosition(
                number("stdout", call.query("stdout").orElse("0")),
                number("stderr", call.query("stderr").orElse("0")));
    }

    private static long number(String what, String text) {
        if (!text.matches("\\d{1," + NUMBER_DIGITS_MAX + "}")) {
            throw new BadValue(what, text, "a whole number from 0 on");
        }
        return Long.parseLong(text);
    }
}
