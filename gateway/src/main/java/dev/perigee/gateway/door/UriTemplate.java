package dev.perigee.gateway.door;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A URI template (RFC 6570), as far as it takes to see which addresses it may have made: each expression stands
/// for any text, without a slash unless it is of the forms that may have one. The time that takes grows with the
/// lengths of both and no faster, since servers write the templates. What is longer than a bound fits nothing.
record UriTemplate(List<Part> parts) {
    static final int TEMPLATE_MAX = 4_096;
    static final int URI_MAX = 65_536;
    private static final Pattern EXPRESSION = Pattern.compile("\\{([+#/?&;.]?)[^{}]*+}");

    UriTemplate {
        parts = List.copyOf(parts);
    }

    sealed interface Part {
        record Literal(String text) implements Part {}

        record Gap(boolean mayHaveSlash) implements Part {}
    }

    static UriTemplate of(String template) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        Matcher expression = EXPRESSION.matcher(template);
        while (expression.find()) {
            parts.add(new Part.Literal(template.substring(from, expression.start())));
            parts.add(new Part.Gap(!expression.group(1).isEmpty()));
            from = expression.end();
        }
        parts.add(new Part.Literal(template.substring(from)));
        return new UriTemplate(parts);
    }

    boolean fits(String uri) {
        if (uri.length() > URI_MAX || length() > TEMPLATE_MAX) {
            return false;
        }
        // Where in the address the parts so far may end.
        boolean[] ends = new boolean[uri.length() + 1];
        ends[0] = true;
        for (Part part : parts) {
            ends = switch (part) {
                case Part.Literal(String text) -> behind(text, ends, uri);
                case Part.Gap(boolean mayHaveSlash) -> behindGap(mayHaveSlash, ends, uri);
            };
        }
        return ends[uri.length()];
    }

    private int length() {
        return parts.stream()
                .mapToInt(part -> part instanceof Part.Literal(String text) ? text.length() : 1)
                .sum();
    }

    private static boolean[] behind(String text, boolean[] starts, String uri) {
        boolean[] ends = new boolean[starts.length];
        for (int at = 0; at + text.length() < starts.length; at++) {
            ends[at + text.length()] = starts[at] && uri.startsWith(text, at);
        }
        return ends;
    }

    private static boolean[] behindGap(boolean mayHaveSlash, boolean[] starts, String uri) {
        boolean[] ends = Arrays.copyOf(starts, starts.length);
        for (int at = 1; at < ends.length; at++) {
            ends[at] |= ends[at - 1] && (mayHaveSlash || uri.charAt(at - 1) != '/');
        }
        return ends;
    }
}
