"""The render queue: films are rendered by processes of ``vivant render``, one after the other, while work goes on."""
