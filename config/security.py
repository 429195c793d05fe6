"""What a page may load: nothing but our own. Django 5.2 has no Content-Security-Policy of its own."""

POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",  # the admin's icons
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)


def content_security_policy(get_response):
    """Add the policy, unless the view gave its answer one of its own (an embed says who may frame it)."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware
