export const LONGEST_SIDE = 2560
const QUALITY = 0.86
const SMALL_ENOUGH = 1_500_000

/** Width and height that fit the longest side, never larger than they were. */
export function fitted(width: number, height: number, longest = LONGEST_SIDE): [number, number] {
  const factor = Math.min(1, longest / Math.max(width, height))
  return [Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor))]
}

/** Whether a photo is worth redrawing before it is sent. */
export function isLarge(width: number, height: number, bytes: number): boolean {
  return Math.max(width, height) > LONGEST_SIDE || bytes > SMALL_ENOUGH
}

/** A photo made small enough to send; the original where the browser cannot draw it. */
export async function downscaled(file: File): Promise<File> {
  if (!file.type.startsWith('image/')) return file
  try {
    // The bitmap is turned upright by the EXIF orientation while it is read.
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
    if (!isLarge(bitmap.width, bitmap.height, file.size)) return file
    const blob = await redrawn(bitmap)
    return new File([blob], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: blob.type })
  } catch {
    return file
  }
}

async function redrawn(bitmap: ImageBitmap): Promise<Blob> {
  const [width, height] = fitted(bitmap.width, bitmap.height)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return new Promise((done, failed) => {
    const answer = (blob: Blob | null) => (blob ? done(blob) : failed(new Error('not drawn')))
    canvas.toBlob(answer, 'image/jpeg', QUALITY)
  })
}
