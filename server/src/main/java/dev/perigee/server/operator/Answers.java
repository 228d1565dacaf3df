package dev.perigee.server.operator;

import dev.perigee.control.command.Command;
import dev.perigee.control.command.CommandDesk;
import dev.perigee.http.Call;
import java.time.Duration;

/// Answers calls with a command: at once, or when it has ended or the wait is over.
record Answers(CommandDesk desk, WaitingCalls waiting) {
    void give(Call call, int status, Command command, Duration wait) {
        if (wait.isZero() || command.status().state().isTerminal()) {
            call.reply(status, Views.of(command));
            return;
        }
        waiting.hold(call);
        call.onEnd(desk.await(command.id(), ended -> call.reply(status, Views.of(ended))));
        call.after(wait, () -> call.answer(() -> call.reply(status, Views.of(desk.find(command.id())))));
    }
}
