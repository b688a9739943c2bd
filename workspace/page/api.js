// Talking to the workspace: JSON over HTTP, and a socket that pushes what happens.

export async function get(path, query = {}) {
  const reply = await fetch(`/page/api/${path}?${new URLSearchParams(query)}`);
  return checked(await reply.json());
}

export async function post(path, body) {
  const reply = await fetch(`/page/api/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return checked(await reply.json());
}

function checked(data) {
  if (!data.ok) throw new Error(data.error || "unknown error");
  return data;
}

// Connects again by itself; `onChange(true)` follows each (re)connection.
export function listen(user, onEvent, onChange) {
  let socket;
  let stopped = false;
  let pause = 300;
  const open = () => {
    socket = new WebSocket(`ws://${location.host}/page/ws?user=${encodeURIComponent(user)}`);
    socket.onopen = () => { pause = 300; onChange(true); };
    socket.onmessage = (event) => onEvent(JSON.parse(event.data));
    socket.onclose = () => {
      if (stopped) return;
      onChange(false);
      setTimeout(open, pause);
      pause = Math.min(pause * 2, 5000);
    };
  };
  open();
  return () => { stopped = true; socket.close(); };
}
