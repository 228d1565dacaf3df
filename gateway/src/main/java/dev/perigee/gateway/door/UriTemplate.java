package dev.perigee.gateway.door;

import java.util.regex.Pattern;

/// A URI template (RFC 6570), as far as it takes to see which addresses it may have made: each expression stands
/// for any text, without a slash unless it is of the forms that may have one.
record UriTemplate(Pattern form) {
    private static final Pattern EXPRESSION = Pattern.compile("\\{([+#/?&;.]?)[^{}]*}");

    static UriTemplate of(String template) {
        StringBuilder form = new StringBuilder();
        int from = 0;
        var expression = EXPRESSION.matcher(template);
        while (expression.find()) {
            form.append(Pattern.quote(template.substring(from, expression.start())));
            form.append(expression.group(1).isEmpty() ? "[^/]*" : ".*");
            from = expression.end();
        }
        form.append(Pattern.quote(template.substring(from)));
        return new UriTemplate(Pattern.compile(form.toString()));
    }

    boolean fits(String uri) {
        return form.matcher(uri).matches();
    }
}
