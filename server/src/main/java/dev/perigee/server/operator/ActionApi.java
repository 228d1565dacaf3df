package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandDesk;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.Insertion;
import dev.perigee.control.why.Inquiry;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.server.limit.Limits;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/// What an operator does to a command that is there: cancel it, redrive it when it is dead, ask why it is where it is.
/// See docs/api.md. Asking for the same again does it once.
public final class ActionApi {
    private final Access access;
    private final CommandDesk desk;
    private final Inquiry inquiry;
    private final Limits limits;
    private final Answers answers;

    public ActionApi(Access access, CommandDesk desk, Inquiry inquiry, Limits limits, WaitingCalls waiting) {
        this.access = access;
        this.desk = desk;
        this.inquiry = inquiry;
        this.limits = limits;
        this.answers = new Answers(desk, waiting);
    }

    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.POST, "/api/v1/commands/:id/cancel", limits.bodyMax(), access, this::cancel);
        edge.serve(HttpMethod.POST, "/api/v1/commands/:id/redrive", limits.bodyMax(), access, this::redrive);
        edge.serve(HttpMethod.GET, "/api/v1/commands/:id/why", 0, access, this::why);
        edge.serve(HttpMethod.GET, "/api/v1/dead-letters", 0, access, this::deadLetters);
    }

    private void cancel(Call call) {
        Duration wait = call.queryDuration("wait", limits.waitMax());
        answers.give(call, 200, desk.cancel(caller(call, Act.COMMAND), id(call)), wait);
    }

    private void redrive(Call call) {
        switch (desk.redrive(caller(call, Act.COMMAND), id(call))) {
            case Insertion.Accepted(Command next) -> call.reply(201, Views.of(next));
            case Insertion.Repeated(Command first) -> call.reply(200, Views.of(first));
        }
    }

    private void why(Call call) {
        caller(call, Act.LOOK);
        call.reply(200, inquiry.explain(desk.find(id(call))));
    }

    private void deadLetters(Call call) {
        int limit = call.queryNumber("limit", CommandList.LIMIT_DEFAULT, CommandList.LIMIT_MAX);
        Caller caller = access.require(call, Act.LOOK);
        call.reply(
                200,
                new CommandList(desk.list(access.narrow(CommandQuery.deadLetters(limit), caller)).stream()
                        .map(Views::of)
                        .toList()));
    }

    /// Who calls, who may do that to the command that the path names.
    private Caller caller(Call call, Act act) {
        return access.require(call, act, desk.find(id(call)).satellite());
    }

    private static CommandId id(Call call) {
        return new CommandId(call.path("id"));
    }
}
