package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandDesk;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.Insertion;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.json.Json;
import dev.perigee.server.limit.Limits;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/// The operator API: docs/api.md. A request that waits holds no thread.
public final class OperatorApi {
    private final Access access;
    private final CommandDesk desk;
    private final Limits limits;
    private final Answers answers;

    public OperatorApi(Access access, CommandDesk desk, Limits limits, WaitingCalls waiting) {
        this.access = access;
        this.desk = desk;
        this.limits = limits;
        this.answers = new Answers(desk, waiting);
    }

    public void addTo(HttpEdge edge) {
        int bodyMax = limits.bodyMax();
        edge.serve(HttpMethod.POST, "/api/v1/commands", bodyMax, access, this::submit);
        edge.serve(HttpMethod.GET, "/api/v1/commands", bodyMax, access, this::list);
        edge.serve(HttpMethod.GET, "/api/v1/commands/:id", bodyMax, access, this::show);
    }

    private void submit(Call call) {
        Duration wait = call.queryDuration("wait", limits.waitMax());
        Submission submission = Json.STRICT.read(call.body(), Submission.class);
        Caller caller = access.require(call, Act.COMMAND, submission.to());
        switch (desk.submit(caller, submission)) {
            case Insertion.Accepted(Command command) -> answers.give(call, 201, command, wait);
            case Insertion.Repeated(Command first) -> answers.give(call, 200, first, wait);
        }
    }

    private void show(Call call) {
        Duration wait = call.queryDuration("wait", limits.waitMax());
        Command command = desk.find(new CommandId(call.path("id")));
        access.require(call, Act.LOOK, command.satellite());
        answers.give(call, 200, command, wait);
    }

    private void list(Call call) {
        CommandState state = call.query("state").map(CommandState::of).orElse(null);
        SatelliteId satellite = call.query("satellite").map(SatelliteId::new).orElse(null);
        int limit = call.queryNumber("limit", CommandList.LIMIT_DEFAULT, CommandList.LIMIT_MAX);
        String correlation = call.query("correlation").orElse(null);
        Caller caller = access.require(call, Act.LOOK);
        CommandQuery query = new CommandQuery(state, satellite, null, correlation, false, null, limit);
        call.reply(
                200,
                new CommandList(desk.list(access.narrow(query, caller)).stream()
                        .map(Views::of)
                        .toList()));
    }
}
