package dev.perigee.gateway.answers;

import dev.perigee.gateway.rpc.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One who asks for all that are alike. Ends with the result, or by `close` without one; then those who wait ask
/// themselves.
public final class Asking implements AutoCloseable {
    private final Answers answers;
    private final AnswerKey own;
    private final AnswerKey open;
    private final @Nullable Pending waiting;

    Asking(Answers answers, AnswerKey own, AnswerKey open, @Nullable Pending waiting) {
        this.answers = answers;
        this.own = own;
        this.open = open;
        this.waiting = waiting;
    }

    /// The result of the server. One that is not complete (it asks for input, or is a task) is the asker's own
    /// business.
    public void answered(JsonObject result) {
        if (result.string("resultType").filter(type -> !type.equals("complete")).isPresent()) {
            close();
            return;
        }
        answers.keep(own, open, result);
        end(Optional.of(result));
    }

    /// Without a result, unless there was one.
    @Override
    public void close() {
        end(Optional.empty());
    }

    private void end(Optional<JsonObject> result) {
        answers.over(own, waiting);
        if (waiting != null) {
            waiting.end(result);
        }
    }
}
