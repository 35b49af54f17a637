import '../styles/portal.css'
import { startShared } from '../shared/start'

startShared()
