package dev.perigee.server.operator;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandDesk;
import dev.perigee.control.command.CommandQuery;
import dev.perigee.control.command.Insertion;
import dev.perigee.control.why.Inquiry;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.registration.Digest;
import dev.perigee.server.limit.Limits;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/// What an operator does to a command that is there: cancel it, redrive it when it is dead, ask why it is where it is.
/// See docs/api.md. Asking for the same again does it once.
public final class ActionApi {
    private final CommandDesk desk;
    private final Inquiry inquiry;
    private final Limits limits;
    private final Answers answers;

    public ActionApi(CommandDesk desk, Inquiry inquiry, Limits limits, WaitingCalls waiting) {
        this.desk = desk;
        this.inquiry = inquiry;
        this.limits = limits;
        this.answers = new Answers(desk, waiting);
    }

    /// Adds the routes, open to whoever has the operator key.
    public void addTo(HttpEdge edge, Digest operatorKey) {
        OperatorGate gate = new OperatorGate(operatorKey);
        edge.serve(HttpMethod.POST, "/api/v1/commands/:id/cancel", limits.bodyMax(), gate, this::cancel);
        edge.serve(HttpMethod.POST, "/api/v1/commands/:id/redrive", limits.bodyMax(), gate, this::redrive);
        edge.serve(HttpMethod.GET, "/api/v1/commands/:id/why", 0, gate, this::why);
        edge.serve(HttpMethod.GET, "/api/v1/dead-letters", 0, gate, this::deadLetters);
    }

    private void cancel(Call call) {
        Duration wait = call.queryDuration("wait", limits.waitMax());
        answers.give(call, 200, desk.cancel(OperatorGate.CALLER, id(call)), wait);
    }

    private void redrive(Call call) {
        switch (desk.redrive(OperatorGate.CALLER, id(call))) {
            case Insertion.Accepted(Command next) -> call.reply(201, Views.of(next));
            case Insertion.Repeated(Command first) -> call.reply(200, Views.of(first));
        }
    }

    private void why(Call call) {
        call.reply(200, inquiry.explain(desk.find(id(call))));
    }

    private void deadLetters(Call call) {
        int limit = call.queryNumber("limit", CommandList.LIMIT_DEFAULT, CommandList.LIMIT_MAX);
        call.reply(
                200,
                new CommandList(desk.list(CommandQuery.deadLetters(limit)).stream()
                        .map(Views::of)
                        .toList()));
    }

    private static CommandId id(Call call) {
        return new CommandId(call.path("id"));
    }
}
