//! HTTP: requests in, answers out. It knows nothing of the document.

use std::future::Future;
use std::io;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use tokio::net::TcpListener;

use crate::{Mock, RawRequest};

/// Content beyond this is refused with 413.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

impl Mock {
    /// Serves until `shutdown` is over. Every exchange is recorded.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let router = Router::new().fallback(respond).with_state(self);
        axum::serve(listener, router).with_graceful_shutdown(shutdown).await
    }
}

async fn respond(State(mock): State<Mock>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return response;
    };
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let field = |(name, value): (&HeaderName, &HeaderValue)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.as_str().to_owned(), value)
    };
    let (answer, before) = mock.answer(RawRequest {
        method: parts.method.as_str().to_owned(),
        target: target.to_owned(),
        headers: parts.headers.iter().map(field).collect(),
        body: body.to_vec(),
    });
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let content_type = answer.content_type.and_then(|name| HeaderValue::from_str(&name).ok());
    if let Some(content_type) = content_type {
        headers.insert(header::CONTENT_TYPE, content_type);
    }
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(&value)) {
            headers.insert(name, value);
        }
    }
    if let Ok(id) = HeaderValue::from_str(&format!("mock-{}", before + 1)) {
        headers.insert("x-request-id", id);
    }
    response
}
