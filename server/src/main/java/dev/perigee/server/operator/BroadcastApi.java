package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.access.Owner;
import dev.perigee.control.broadcast.Acceptance;
import dev.perigee.control.broadcast.Broadcast;
import dev.perigee.control.broadcast.BroadcastDesk;
import dev.perigee.control.command.Command;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.BroadcastId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.broadcast.BroadcastCommands;
import dev.perigee.protocol.broadcast.BroadcastList;
import dev.perigee.protocol.broadcast.BroadcastMembers;
import dev.perigee.protocol.broadcast.BroadcastRequest;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.Result;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.server.limit.Limits;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The part of the operator API that is about broadcasts: docs/api.md. A request that waits holds no thread.
public final class BroadcastApi {
    private static final String ONE = "/api/v1/broadcasts/:id";
    /// A page of commands ends at so many bytes of output, if not before.
    private static final long PAGE_BYTES_MAX = 4 * 1024 * 1024;
    private static final int READ_AT_ONCE = 16;

    private final Access access;
    private final BroadcastDesk desk;
    private final Limits limits;
    private final WaitingCalls waiting;

    /// What an operator can ask of a broadcast under way.
    private interface Wish {
        Broadcast of(String caller, BroadcastId id);
    }

    public BroadcastApi(Access access, BroadcastDesk desk, Limits limits, WaitingCalls waiting) {
        this.access = access;
        this.desk = desk;
        this.limits = limits;
        this.waiting = waiting;
    }

    public void addTo(HttpEdge edge) {
        int bodyMax = limits.bodyMax();
        edge.serve(HttpMethod.POST, "/api/v1/broadcasts", bodyMax, access, this::submit);
        edge.serve(HttpMethod.GET, "/api/v1/broadcasts", bodyMax, access, this::list);
        edge.serve(HttpMethod.GET, ONE, bodyMax, access, this::show);
        edge.serve(HttpMethod.GET, ONE + "/commands", bodyMax, access, this::commands);
        edge.serve(HttpMethod.GET, ONE + "/members", bodyMax, access, this::members);
        edge.serve(HttpMethod.POST, ONE + "/pause", bodyMax, access, call -> grant(call, desk::pause));
        edge.serve(HttpMethod.POST, ONE + "/resume", bodyMax, access, call -> grant(call, desk::resume));
        edge.serve(HttpMethod.POST, ONE + "/abort", bodyMax, access, call -> grant(call, desk::abort));
    }

    private void submit(Call call) {
        BroadcastRequest request = Json.STRICT.read(call.body(), BroadcastRequest.class);
        switch (desk.submit(access.require(call, Act.COMMAND), request)) {
            case Acceptance.Accepted(Broadcast broadcast) -> answer(call, 201, broadcast);
            case Acceptance.Repeated(Broadcast first) -> answer(call, 200, first);
            case Acceptance.Full(int live) ->
                throw new ProblemException(
                        ProblemType.TOO_MANY_BROADCASTS,
                        live + " broadcasts have not ended; expected fewer: wait for one to end, or abort one");
        }
    }

    private void show(Call call) {
        answer(call, 200, find(call, Act.LOOK));
    }

    /// The broadcast that the path names, to which the caller may do that.
    private Broadcast find(Call call, Act act) {
        Broadcast broadcast = desk.find(id(call));
        access.require(call, act, Owner.of(broadcast.origin().team()));
        return broadcast;
    }

    private void list(Call call) {
        int limit = call.queryNumber("limit", BroadcastList.LIMIT_DEFAULT, BroadcastList.LIMIT_MAX);
        call.reply(
                200,
                new BroadcastList(desk.list(access.require(call, Act.LOOK), limit).stream()
                        .map(broadcast -> Views.of(broadcast, desk.tally(broadcast)))
                        .toList()));
    }

    private void commands(Call call) {
        CommandState state = call.query("state").map(CommandState::of).orElse(null);
        SatelliteId after = call.query("after").map(SatelliteId::new).orElse(null);
        int limit = call.queryNumber("limit", BroadcastCommands.LIMIT_DEFAULT, BroadcastCommands.LIMIT_MAX);
        find(call, Act.LOOK);
        List<CommandView> page = new ArrayList<>();
        long bytes = 0;
        boolean more = true;
        while (more && page.size() < limit && bytes < PAGE_BYTES_MAX) {
            int count = Math.min(READ_AT_ONCE, limit - page.size());
            List<Command> some = desk.commands(id(call), state, after, count);
            more = some.size() == count;
            for (Command command : some) {
                page.add(Views.of(command));
                bytes += command.status().result().map(BroadcastApi::bytes).orElse(0);
                after = command.satellite();
            }
        }
        call.reply(200, new BroadcastCommands(page, more ? after : null));
    }

    private void members(Call call) {
        int from = call.query("from").map(BroadcastApi::position).orElse(0);
        int limit = call.queryNumber("limit", BroadcastMembers.LIMIT_DEFAULT, BroadcastMembers.LIMIT_MAX);
        List<SatelliteId> page = desk.members(find(call, Act.LOOK).id(), from, limit);
        call.reply(200, new BroadcastMembers(page, page.size() < limit ? null : from + limit));
    }

    private void grant(Call call, Wish wish) {
        BroadcastId id = find(call, Act.COMMAND).id();
        Caller caller = access.caller(call);
        access.note(caller, AuditAct.BROADCAST_CHANGED, id.value(), Map.of("call", call.target()));
        Broadcast broadcast = wish.of(caller.name(), id);
        call.reply(200, Views.of(broadcast, desk.tally(broadcast)));
    }

    /// Answers at once, or when the broadcast has ended or the wait is over.
    private void answer(Call call, int status, Broadcast broadcast) {
        Duration wait = call.queryDuration("wait", limits.waitMax());
        if (wait.isZero() || broadcast.status().state().isTerminal()) {
            reply(call, status, broadcast);
            return;
        }
        waiting.hold(call);
        call.onEnd(desk.await(broadcast.id(), ended -> reply(call, status, ended)));
        call.after(wait, () -> call.answer(() -> reply(call, status, desk.find(broadcast.id()))));
    }

    private void reply(Call call, int status, Broadcast broadcast) {
        call.reply(status, Views.of(broadcast, desk.tally(broadcast)));
    }

    /// How many bytes of output a result has.
    private static int bytes(Result result) {
        return switch (result) {
            case Result.Completed(int _, Output stdout, Output stderr, long _) -> bytes(stdout, stderr);
            case Result.TimedOut(Output stdout, Output stderr, long _) -> bytes(stdout, stderr);
            case Result.Interrupted(String _, Output stdout, Output stderr) -> bytes(stdout, stderr);
            case Result.Cancelled(Output stdout, Output stderr, long _) -> bytes(stdout, stderr);
            case Result.Failed _, Result.Unsupported _ -> 0;
        };
    }

    private static int bytes(Output stdout, Output stderr) {
        return stdout.bytes().length + stderr.bytes().length;
    }

    private static BroadcastId id(Call call) {
        return new BroadcastId(call.path("id"));
    }

    private static int position(String text) {
        if (!text.matches("\\d{1,7}")) {
            throw new BadValue("from", text, "a whole number from 0 on");
        }
        return Integer.parseInt(text);
    }
}
