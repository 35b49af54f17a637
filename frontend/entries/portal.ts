import '../styles/portal.css'
import { startCopy } from '../portal/copy'
import { startKinds } from '../portal/kinds'
import { startPlace } from '../portal/place'
import { startShared } from '../shared/start'

startShared()
startKinds()
startPlace()
startCopy()
